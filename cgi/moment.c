#include "moment.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const double day_ms = 86400000.0;
static const double range_ms = 8.64e15; /* of a Date */

/* When the clocks of Shanghai were put on or back, in seconds since 1970 UTC, and what they were then ahead of UTC.
 * From the IANA time zone database; daylight saving is not coming back by itself, so the last rule stays. */
static const struct shift {
	double from;
	int ahead;
} shifts[] = { { -2177481943, 28800 }, { -1600675200, 32400 }, { -1585904400, 28800 }, { -933667200, 32400 },
	{ -922093200, 28800 }, { -908870400, 32400 }, { -888829200, 28800 }, { -881049600, 32400 }, { -767869200, 28800 },
	{ -745833600, 32400 }, { -733827600, 28800 }, { -716889600, 32400 }, { -699613200, 28800 }, { -683884800, 32400 },
	{ -670669200, 28800 }, { -652348800, 32400 }, { -650019600, 28800 }, { 515527200, 32400 }, { 527014800, 28800 },
	{ 545162400, 32400 }, { 558464400, 28800 }, { 577216800, 32400 }, { 589914000, 28800 }, { 608666400, 32400 },
	{ 621968400, 28800 }, { 640116000, 32400 }, { 653418000, 28800 }, { 671565600, 32400 }, { 684867600, 28800 } };
enum { BEFORE_1901 = 29143, SHIFTS = sizeof shifts / sizeof *shifts };

static int ahead_at(double date)
{
	int ahead = BEFORE_1901;
	for (int i = 0; i < SHIFTS && date >= shifts[i].from * 1000; i++)
		ahead = shifts[i].ahead;
	return ahead;
}

/* What the clocks were ahead when they showed this. A time that a clock skipped or showed twice is read with what was
 * valid before. */
static int ahead_on_clock(double wall)
{
	int ahead = BEFORE_1901;
	for (int i = 0; i < SHIFTS; i++) {
		if (wall - fmax(ahead, shifts[i].ahead) * 1000 < shifts[i].from * 1000)
			break;
		ahead = shifts[i].ahead;
	}
	return ahead;
}

static double days_of(double year, double month, double day)
{
	double y = year + floor(month / 12), m = fmod(fmod(month, 12) + 12, 12);
	/* Years that begin in March put the leap day at their end. */
	double shifted = m < 2 ? y - 1 : y, in_year = m < 2 ? m + 10 : m - 2;
	double era = floor(shifted / 400), of_era = shifted - era * 400;
	double day_of_year = floor((153 * in_year + 2) / 5);
	return era * 146097 + of_era * 365 + floor(of_era / 4) - floor(of_era / 100) + day_of_year - 719468 + day - 1;
}

double moment_utc_day(double year, double month, double day)
{
	return days_of(year, month, day) * day_ms;
}

static double in_range(double date)
{
	return fabs(date) <= range_ms ? date + 0.0 : NAN;
}

double moment_of(const struct moment *p)
{
	double wall = days_of(trunc(p->year), trunc(p->month), trunc(p->day)) * day_ms + trunc(p->hour) * 3600000 +
		trunc(p->minute) * 60000 + trunc(p->second) * 1000 + trunc(p->millisecond);
	return isnan(wall) ? NAN : in_range(wall - ahead_on_clock(wall) * 1000.0);
}

static struct moment split(double wall)
{
	double days = floor(wall / day_ms), rest = wall - days * day_ms;
	double shifted = days + 719468, era = floor(shifted / 146097), of_era = shifted - era * 146097;
	double year = floor((of_era - floor(of_era / 1460) + floor(of_era / 36524) - floor(of_era / 146096)) / 365);
	double of_year = of_era - (365 * year + floor(year / 4) - floor(year / 100));
	double m = floor((5 * of_year + 2) / 153);
	struct moment parts = { .day = of_year - floor((153 * m + 2) / 5) + 1,
		.month = m < 10 ? m + 2 : m - 10,
		.hour = floor(rest / 3600000),
		.minute = fmod(floor(rest / 60000), 60),
		.second = fmod(floor(rest / 1000), 60),
		.millisecond = fmod(rest, 1000),
		.weekday = (int)fmod(fmod(days + 4, 7) + 7, 7) };
	parts.year = year + era * 400 + (m < 10 ? 0 : 1);
	return parts;
}

struct moment moment_parts(double date)
{
	if (isnan(date))
		return (struct moment){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0 };
	return split(date + ahead_at(date) * 1000.0);
}

/* n digits at *at, which moves past them. */
static bool digits(const char **at, int n, double *number)
{
	*number = 0;
	for (; n > 0; n--, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*number = *number * 10 + (**at - '0');
	}
	return true;
}

static bool fraction(const char **at, double *milliseconds)
{
	double scale = 100, sum = 0;
	if (**at != '.')
		return true;
	const char *start = ++*at;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		sum += scale >= 1 ? scale * (**at - '0') : 0;
		scale /= 10;
	}
	*milliseconds = sum;
	return *at > start;
}

static bool clock_time(const char **at, struct moment *p)
{
	if (!digits(at, 2, &p->hour) || *(*at)++ != ':' || !digits(at, 2, &p->minute))
		return false;
	if (**at == ':') {
		++*at;
		if (!digits(at, 2, &p->second) || !fraction(at, &p->millisecond))
			return false;
	}
	bool midnight = p->hour == 24 && p->minute == 0 && p->second == 0 && p->millisecond == 0;
	return (p->hour < 24 || midnight) && p->minute < 60 && p->second < 60;
}

/* Z or an offset, in minutes; false where something else stands. */
static bool zone(const char **at, double *minutes)
{
	double hours = 0, rest = 0;
	*minutes = 0;
	if (**at == 'Z') {
		++*at;
		return true;
	}
	double sign = **at == '-' ? -1 : 1;
	if (**at != '+' && **at != '-')
		return false;
	++*at;
	if (!digits(at, 2, &hours) || *(*at)++ != ':' || !digits(at, 2, &rest) || hours > 23 || rest > 59)
		return false;
	*minutes = sign * (hours * 60 + rest);
	return true;
}

static double utc_of(const struct moment *p, double minutes)
{
	return days_of(p->year, p->month, p->day) * day_ms + p->hour * 3600000 + (p->minute - minutes) * 60000 +
		p->second * 1000 + p->millisecond;
}

double moment_parse(const char *text)
{
	struct moment p = { .month = 1, .day = 1 };
	double minutes = 0;
	if (!digits(&text, 4, &p.year))
		return NAN;
	bool month = *text == '-', day = false, local = false;
	if (month && (text++, !digits(&text, 2, &p.month)))
		return NAN;
	day = month && *text == '-';
	if (day && (text++, !digits(&text, 2, &p.day)))
		return NAN;
	if (p.month < 1 || p.month > 12 || p.day < 1 || p.day > 31)
		return NAN;
	p.month--;
	if (day && !*text)
		local = true;
	else if (*text == 'T') {
		text++;
		if (!clock_time(&text, &p))
			return NAN;
		local = !*text;
		if (!local && !zone(&text, &minutes))
			return NAN;
	}
	return *text ? NAN : local ? moment_of(&p) : in_range(utc_of(&p, minutes));
}

void moment_text(double date, char out[80])
{
	static const char names[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	if (isnan(date)) {
		snprintf(out, 80, "Invalid Date");
		return;
	}
	struct moment p = moment_parts(date);
	int ahead = ahead_at(date) / 60;
	bool daylight = ahead == 540 && date > 0;
	snprintf(out, 80, "%.3s %.3s %02.0f %s%0*.0f %02.0f:%02.0f:%02.0f GMT+%02d%02d (China %s Time)",
		names + (size_t)p.weekday * 3, months + (size_t)p.month * 3, p.day, p.year < 0 ? "-" : "", p.year < 0 ? 6 : 4,
		fabs(p.year), p.hour, p.minute, p.second, ahead / 60, ahead % 60, daylight ? "Daylight" : "Standard");
}

void moment_iso(double date, char out[40])
{
	struct moment p = split(date);
	bool far = p.year < 0 || p.year > 9999;
	snprintf(out, 40, "%s%0*.0f-%02.0f-%02.0fT%02.0f:%02.0f:%02.0f.%03.0fZ", far ? (p.year < 0 ? "-" : "+") : "",
		far ? 6 : 4, fabs(p.year), p.month + 1, p.day, p.hour, p.minute, p.second, p.millisecond);
}
