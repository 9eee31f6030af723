// Answers that no form could have given.
const SHAPES = [null, 5, "x", true, [], ["a"], { r1: 1 }, "none", "2020-13-01", -1e9, "\u0041".repeat(6000), ["a", "a"]];

// Spoils one answer; true when something was changed.
export function wrongly(chance, questions, answers, count) {
  count("wrong answers");
  if (chance.in(0.2)) {
    answers[`nobody${chance.below(3)}`] = 1;
    return true;
  }
  const question = chance.of(questions);
  answers[question.name] = chance.of(SHAPES);
  return true;
}
