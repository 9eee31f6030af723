/* What the reader says of the whole service: /healthz and /metrics. */
#ifndef XQ_HEALTH_H
#define XQ_HEALTH_H

struct exchange;

/* Route's own: answers {status, programs, database}, with 503 when anything of it is down. */
int health_show(struct exchange *exchange);

/* Route's own: the counters of all programs, to this machine only. */
int health_metrics(struct exchange *exchange);

#endif
