/* Powers as V8 has them. ECMAScript leaves to each implementation how near Math.pow comes; survey-core runs on V8, and
 * equal answers are the promise. */
#ifndef XQ_POWER_H
#define XQ_POWER_H

/* x to the power of y, as the ** of ECMAScript. */
double power_of(double x, double y);

#endif
