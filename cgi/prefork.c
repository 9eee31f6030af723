#include "prefork.h"

#include "log.h"
#include "metrics.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	/* A worker that dies younger is taken for a sick one, and the next one waits a little longer, */
	YOUNG_MS = 2000,
	WAIT_FIRST_MS = 50,
	/* but never so long that a sender of bad packets could keep the door shut. */
	WAIT_MAX_MS = 800,
	/* Longer than any statement may take; then a worker is not coming back. */
	DRAIN_MS = 25000
};

struct slot {
	pid_t pid; /* 0 when empty */
	long long born, due;
	int wait;
};

struct master {
	const struct prefork *prefork;
	struct slot *slots;
	int signals;
	bool stopping;
	long long deadline; /* of the drain */
};

static long long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int signal_descriptor(const int *signals)
{
	sigset_t set;
	sigemptyset(&set);
	for (; *signals; signals++)
		sigaddset(&set, *signals);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A worker outlives its master by one request at most. */
static void live(const struct prefork *prefork, pid_t master)
{
	int stop_fd = signal_descriptor((const int[]){ SIGTERM, 0 });
	if (stop_fd < 0 || prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != master)
		_exit(1);
	exit(prefork->work(prefork->to, stop_fd));
}

static void start(struct master *m, struct slot *slot)
{
	pid_t master = getpid(), pid = fork();
	if (pid == 0) {
		close(m->signals);
		free(m->slots);
		live(m->prefork, master);
	}
	if (pid < 0) {
		log_line(LOG_ERROR, "cannot fork: %s", strerror(errno));
		slot->due = now_ms() + WAIT_MAX_MS;
		return;
	}
	slot->pid = pid;
	slot->born = now_ms();
}

static void start_due(struct master *m)
{
	for (long i = 0; i < m->prefork->workers; i++)
		if (!m->slots[i].pid && m->slots[i].due <= now_ms())
			start(m, &m->slots[i]);
}

static void signal_all(const struct master *m, int signal)
{
	for (long i = 0; i < m->prefork->workers; i++)
		if (m->slots[i].pid)
			kill(m->slots[i].pid, signal);
}

static void died(struct master *m, struct slot *slot, int status)
{
	long long now = now_ms();
	bool young = now - slot->born < YOUNG_MS;
	if (WIFSIGNALED(status))
		log_line(LOG_ERROR, "worker %ld died of signal %d", (long)slot->pid, WTERMSIG(status));
	else
		log_line(LOG_ERROR, "worker %ld ended with status %d", (long)slot->pid, WEXITSTATUS(status));
	metrics_respawn(m->prefork->metrics);
	slot->wait = !young ? 0 : slot->wait ? slot->wait * 2 : WAIT_FIRST_MS;
	if (slot->wait > WAIT_MAX_MS)
		slot->wait = WAIT_MAX_MS;
	slot->due = now + slot->wait;
}

static void reap(struct master *m)
{
	int status;
	for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
		for (long i = 0; i < m->prefork->workers; i++) {
			struct slot *slot = &m->slots[i];
			if (slot->pid != pid)
				continue;
			slot->due = 0;
			if (status)
				died(m, slot, status);
			slot->pid = 0;
		}
}

static void stop(struct master *m)
{
	if (!m->stopping)
		m->deadline = now_ms() + DRAIN_MS;
	m->stopping = true;
	signal_all(m, SIGTERM);
}

static void renew(struct master *m)
{
	if (m->prefork->reload)
		m->prefork->reload(m->prefork->to);
	signal_all(m, SIGTERM);
}

static void take_signals(struct master *m)
{
	struct signalfd_siginfo info;
	while (read(m->signals, &info, sizeof info) == (ssize_t)sizeof info)
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			stop(m);
		else if (info.ssi_signo == SIGHUP)
			renew(m);
	reap(m);
}

static bool any_alive(const struct master *m)
{
	for (long i = 0; i < m->prefork->workers; i++)
		if (m->slots[i].pid)
			return true;
	return false;
}

/* Milliseconds until something is due by itself, or -1. */
static int pause_ms(const struct master *m)
{
	long long until = m->stopping ? m->deadline : -1, now = now_ms();
	for (long i = 0; i < m->prefork->workers && !m->stopping; i++)
		if (!m->slots[i].pid && (until < 0 || m->slots[i].due < until))
			until = m->slots[i].due;
	return until < 0 ? -1 : until <= now ? 0 : (int)(until - now);
}

static void mind(struct master *m)
{
	while (!m->stopping || any_alive(m)) {
		struct pollfd p = { .fd = m->signals, .events = POLLIN };
		if (!m->stopping)
			start_due(m);
		poll(&p, 1, pause_ms(m));
		take_signals(m);
		if (m->stopping && now_ms() >= m->deadline) {
			log_line(LOG_ERROR, "workers that would not end are killed");
			signal_all(m, SIGKILL);
			m->deadline = now_ms() + DRAIN_MS;
		}
	}
}

int prefork_run(const struct prefork *prefork)
{
	struct master m = { .prefork = prefork };
	signal(SIGPIPE, SIG_IGN);
	m.signals = signal_descriptor((const int[]){ SIGTERM, SIGINT, SIGHUP, SIGCHLD, 0 });
	m.slots = calloc((size_t)prefork->workers, sizeof *m.slots);
	if (m.signals < 0 || !m.slots) {
		log_line(LOG_ERROR, "cannot begin: %s", strerror(errno));
		free(m.slots);
		return -1;
	}
	log_line(LOG_INFO, "serving with %ld workers", prefork->workers);
	mind(&m);
	log_line(LOG_INFO, "stopped");
	close(m.signals);
	free(m.slots);
	return 0;
}
