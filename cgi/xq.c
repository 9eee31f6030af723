/* xq: the command of whoever runs the product. It works as the cluster's superuser of the configuration file. */
#include "xq.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct command {
	const char *name;
	int (*run)(struct xq *xq);
	const char *needs[4]; /* members of the configuration */
	const char *usage;
};

static const struct command commands[] = {
	{ "migrate", xq_migrate, { "database", "web_root" }, "migrate" },
	{ "keys", xq_keys, { "keys" }, "keys init --custodian DIR" },
	{ "account", xq_account, { "database" },
		"account add NAME --office CODE --role R,R --name ZH [--password-stdin] | list | disable NAME | enable NAME |\n"
		"                            passwd NAME [--password-stdin] | role NAME R,R | change NAME [--office CODE] "
		"[--name ZH] |\n"
		"                            end-sessions NAME | first" },
	{ "office", xq_office, { "database" },
		"office list | add CODE ZH EN | rename CODE ZH EN | disable CODE | enable CODE | reset CODE" },
	{ "category", xq_category, { "database" },
		"category list | rename CODE ZH FULL_ZH EN | disable CODE | enable CODE | reset CODE" },
	{ "choice", xq_choice, { "database" },
		"choice list | rename LIST.CODE ZH EN | disable LIST.CODE | enable LIST.CODE | reset LIST.CODE" },
	{ "rule", xq_rule, { "database" }, "rule list | set KEY N h|d|wd|mon | reset KEY" },
	{ "param", xq_param, { "database" }, "param list | set KEY VALUE | weights RESPONSE SOLVED SATISFIED | reset KEY" },
	{ "text", xq_text, { "database" }, "text list | set KEY ZH EN | reset KEY" },
	{ "webhook", xq_webhook, { "database", "keys" }, "webhook add URL | list | enable ID | disable ID | rotate ID" },
	{ "verify", xq_verify, { "database" }, "verify" },
	{ "status", xq_status, { "database", "keys" }, "status" },
	{ "demo", xq_demo, { "database", "keys", "web_root" }, "demo [--password PASSWORD]" },
	{ "render", xq_render, { NULL }, "render TEMPLATE.html [PARTIALS_DIR] <DATA.json" },
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static int usage(FILE *to)
{
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(to, "%s xq --config FILE %s\n", i == 0 ? "usage:" : "      ", commands[i].usage);
	return 2;
}

static const struct command *command_named(const char *name)
{
	for (size_t i = 0; name != NULL && i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int run(const struct command *command, struct xq *xq, const char *config_path)
{
	char why[512];
	if (config_path != NULL && (xq->config = config_load(config_path, why, sizeof why)) == NULL)
		return xq_fail("%s", why);
	if (command->needs[0] != NULL && xq->config == NULL)
		return xq_fail("%s needs --config FILE", command->name);
	const char *missing = xq->config != NULL ? config_missing(xq->config, command->needs) : NULL;
	if (missing != NULL)
		return xq_fail("%s: '%s' is not set", config_path, missing);
	if (sodium_init() < 0)
		return xq_fail("libsodium does not start");
	return command->run(xq);
}

int main(int argc, char **argv)
{
	struct xq xq = { 0 };
	const char *config_path = NULL;
	int at = 1;
	if (argc > 2 && strcmp(argv[1], "--config") == 0) {
		config_path = argv[2];
		at = 3;
	}
	if (at < argc && strcmp(argv[at], "--help") == 0)
		return usage(stdout) - 2;
	const struct command *command = at < argc ? command_named(argv[at]) : NULL;
	if (command == NULL)
		return usage(stderr);
	xq.args = argv + at + 1;
	int result = run(command, &xq, config_path);
	xq_disconnect(&xq);
	config_free(xq.config);
	return result;
}
