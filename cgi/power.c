/* The algorithm of fdlibm's e_pow.c, which V8 took over. Its constants and its order of operations decide the last bit,
 * so they are kept:
 * Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved. */
#include "power.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A number in two parts: the first has few bits, the second is what they lack. */
struct split {
	double high, low;
};

static int32_t high_word(double number)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof bits);
	return (int32_t)(uint32_t)(bits >> 32);
}

static double with_high_word(double number, int32_t word)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof bits);
	bits = (bits & 0xffffffffU) | (uint64_t)(uint32_t)word << 32;
	memcpy(&number, &bits, sizeof bits);
	return number;
}

static double without_low_word(double number)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof bits);
	bits &= 0xffffffff00000000U;
	memcpy(&number, &bits, sizeof bits);
	return number;
}

/* log2(x) of a positive x where |y| is huge: x is near 1, or the power overflows. */
static struct split logarithm_near_one(double x)
{
	static const double ivln2 = 1.44269504088896338700e+00, ivln2_h = 1.44269502162933349609e+00,
						ivln2_l = 1.92596299112661746887e-08;
	double t = x - 1, w = (t * t) * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
	double u = ivln2_h * t, v = t * ivln2_l - w * ivln2;
	double high = without_low_word(u + v);
	return (struct split){ high, v - (high - u) };
}

/* log2 of the significand, which stands with its index k (x lies about 1 or 1.5), plus n. */
static struct split logarithm_of(double ax, int32_t ix, int k, double n)
{
	static const double bp[] = { 1.0, 1.5 }, dp_h[] = { 0.0, 5.84962487220764160156e-01 },
						dp_l[] = { 0.0, 1.35003920212974897128e-08 };
	static const double l[] = { 5.99999999999994648725e-01, 4.28571428578550184252e-01, 3.33333329818377432918e-01,
		2.72728123808534006489e-01, 2.30660745775561754067e-01, 2.06975017800338417784e-01 };
	static const double cp = 9.61796693925975554329e-01, cp_h = 9.61796700954437255859e-01,
						cp_l = -7.02846165095275826516e-09;
	double u = ax - bp[k], v = 1.0 / (ax + bp[k]), ss = u * v, s_h = without_low_word(ss);
	double t_h = with_high_word(0, ((ix >> 1) | 0x20000000) + 0x00080000 + (k << 18)), t_l = ax - (t_h - bp[k]);
	double s_l = v * ((u - s_h * t_h) - s_h * t_l), s2 = ss * ss;
	double r = s2 * s2 * (l[0] + s2 * (l[1] + s2 * (l[2] + s2 * (l[3] + s2 * (l[4] + s2 * l[5])))));
	r += s_l * (s_h + ss);
	s2 = s_h * s_h;
	t_h = without_low_word(3.0 + s2 + r);
	t_l = r - ((t_h - 3.0) - s2);
	u = s_h * t_h;
	v = s_l * t_h + t_l * ss;
	double p_h = without_low_word(u + v), p_l = v - (p_h - u);
	double z_h = cp_h * p_h, z_l = cp_l * p_h + p_l * cp + dp_l[k];
	double high = without_low_word(((z_h + z_l) + dp_h[k]) + n);
	return (struct split){ high, z_l - (((high - n) - dp_h[k]) - z_h) };
}

static struct split logarithm(double ax)
{
	int32_t ix = high_word(ax);
	int n = 0, k = 0;
	if (ix < 0x00100000) { /* subnormal */
		ax *= 9007199254740992.0;
		n -= 53;
		ix = high_word(ax);
	}
	n += (ix >> 20) - 0x3ff;
	int32_t j = ix & 0x000fffff;
	ix = j | 0x3ff00000;
	if (j >= 0xbb67a) { /* from the root of 3 on, the next power of 2 is nearer */
		n++;
		ix -= 0x00100000;
	} else if (j > 0x3988e)
		k = 1;
	return logarithm_of(with_high_word(ax, ix), ix, k, n);
}

/* 2 to the power of high + low, which is z; sign stands before it. */
static double exponential(double sign, double z, struct split p)
{
	static const double c[] = { 1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
		-1.65339022054652515390e-06, 4.13813679705723846039e-08 };
	static const double lg2 = 6.93147180559945286227e-01, lg2_h = 6.93147182464599609375e-01,
						lg2_l = -1.90465429995776804525e-09;
	int32_t j = high_word(z), i = j & 0x7fffffff, k = (i >> 20) - 0x3ff, n = 0;
	if (i > 0x3fe00000) {
		n = j + (0x00100000 >> (k + 1));
		k = ((n & 0x7fffffff) >> 20) - 0x3ff;
		double t = with_high_word(0, n & ~(0x000fffff >> k));
		n = ((n & 0x000fffff) | 0x00100000) >> (20 - k);
		n = j < 0 ? -n : n;
		p.high -= t;
	}
	double t = without_low_word(p.low + p.high), u = t * lg2_h, v = (p.low - (t - p.high)) * lg2 + t * lg2_l;
	z = u + v;
	double w = v - (z - u);
	t = z * z;
	double t1 = z - t * (c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * c[4]))));
	/* fdlibm takes the last term from the quotient; V8 takes it from the divisor. */
	double r = (z * t1) / ((t1 - 2.0) - (w + z * w));
	z = 1.0 - (r - z);
	if ((high_word(z) >> 20) + n <= 0)
		return sign * scalbn(z, n);
	return sign * with_high_word(z, (int32_t)((uint32_t)high_word(z) + ((uint32_t)n << 20)));
}

static double finite_power(double sign, double ax, double y)
{
	static const double over = 8.0085662595372944372e-0017; /* -(1024 - log2 of what rounds up to 2 to the 1024) */
	int32_t ix = high_word(ax), iy = high_word(y) & 0x7fffffff;
	struct split log;
	if (iy > 0x41e00000) { /* |y| > 2 to the 31 */
		if (iy > 0x43f00000 || ix < 0x3fefffff || ix > 0x3ff00000) {
			bool small = iy > 0x43f00000 ? ix <= 0x3fefffff : ix < 0x3fefffff;
			return small == (y < 0) ? sign * INFINITY : sign * 0.0;
		}
		log = logarithm_near_one(ax);
	} else
		log = logarithm(ax);
	double y1 = without_low_word(y);
	struct split p = { y1 * log.high, (y - y1) * log.high + y * log.low };
	double z = p.low + p.high;
	if (z > 1024 || (z == 1024 && p.low + over > z - p.high))
		return sign * INFINITY;
	if (z < -1075 || (z == -1075 && p.low <= z - p.high))
		return sign * 0.0;
	return exponential(sign, z, p);
}

double power_of(double x, double y)
{
	if (isnan(y) || (fabs(x) == 1 && isinf(y)))
		return NAN;
	/* Where the power is exact, or there is none, all implementations agree. */
	if (y == 0 || isnan(x) || isinf(x) || isinf(y) || x == 0 || fabs(x) == 1 || y == 1)
		return pow(x, y);
	if (y == 2)
		return x * x;
	if (y == -1)
		return 1 / x;
	if (y == 0.5 && x >= 0)
		return sqrt(x);
	if (x < 0 && floor(y) != y)
		return NAN;
	return finite_power(x < 0 && fmod(y, 2) != 0 ? -1 : 1, fabs(x), y);
}
