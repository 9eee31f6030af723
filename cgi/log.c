#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* A line below PIPE_BUF is written whole, whoever else writes to the same file. */
enum { LINE_MAX_BYTES = 1024 };

static const char *program = "xq";

void log_open(const char *name)
{
	program = name;
}

static void plain(char *text)
{
	for (unsigned char *c = (unsigned char *)text; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			*c = ' ';
}

void log_line(enum log_level level, const char *format, ...)
{
	static const char *const words[] = { "info", "warn", "error" };
	char text[LINE_MAX_BYTES - 128], line[LINE_MAX_BYTES], stamp[32];
	struct tm utc;
	time_t now = time(NULL);
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	plain(text);
	gmtime_r(&now, &utc);
	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &utc);
	int n = snprintf(line, sizeof line, "%s %s %s[%ld]: %s\n", stamp, words[level], program, (long)getpid(), text);
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* there is nowhere left to say so */
}
