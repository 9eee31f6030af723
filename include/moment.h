/* Dates in the one time zone of the product, Asia/Shanghai, as ECMAScript counts them: milliseconds since 1970 UTC,
 * NaN for no date. */
#ifndef XQ_MOMENT_H
#define XQ_MOMENT_H

struct moment {
	double year, month /* 0-11 */, day, hour, minute, second, millisecond;
	int weekday; /* 0 is Sunday */
};

/* The parts on the wall clock; all NaN for no date. */
struct moment moment_parts(double date);

/* The date of parts, which may be out of their ranges (month 12 is January of the next year). */
double moment_of(const struct moment *parts);

/* Midnight UTC of a day, for counting days. */
double moment_utc_day(double year, double month, double day);

/* The date that an ISO 8601 text tells (a date alone is a day of the wall clock); NaN for any other text. */
double moment_parse(const char *text);

/* "Wed Nov 25 2026 17:24:58 GMT+0800 (China Standard Time)", and the same in UTC as JSON has it. Size 80 and 40. */
void moment_text(double date, char out[80]);
void moment_iso(double date, char out[40]);

#endif
