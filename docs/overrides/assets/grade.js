// What all links between one mistake and one fix add up to: the rules of plugins/rex/core/grade.py, in the reader's browser.
// A browser test grades every pair of the base, whole and filtered, in both languages of code and compares.

const APPLIED = ["applied", "already-in-place"];

/** One case saying that a fix was used against a mistake, with what follows from its state, outcome and role. */
export function edgeOf({ state, outcome, stopgap, ...rest }) {
  const applied = APPLIED.includes(state);
  return {
    ...rest,
    state,
    outcome,
    worked: applied && !stopgap && outcome === "worked",
    helped: applied && !stopgap && ["worked", "partly"].includes(outcome),
    didNotHold: applied && ["failed", "worsened"].includes(outcome),
  };
}

const independent = (one, other) => !one.groups.some((group) => other.groups.includes(group));

/** Grade one pair. Without edges nothing is known, and that is no grade. */
export function grade(edges) {
  if (!edges.length) throw new RangeError("no edges, no grade");
  const helped = edges.some((edge) => edge.helped);
  if (edges.some((edge) => edge.didNotHold)) return helped ? "mixed" : "failed";
  const witnesses = edges.filter((edge) => edge.worked && edge.firstHand && (edge.measured || !edge.promotional));
  const corroborated = witnesses.some((one, index) =>
    witnesses.slice(index + 1).some((other) => independent(one, other) && (one.measured || other.measured)),
  );
  if (corroborated) return "corroborated";
  return helped ? "supported" : "announced";
}
