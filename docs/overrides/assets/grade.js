// What all links between one mistake and one fix add up to: the rules of plugins/rex/core/grade.py, in the reader's browser.
// A browser test grades every pair of the base, whole and filtered, in both languages of code and compares.

const APPLIED = ["applied", "already-in-place"];

/** One case saying that a fix was used against a mistake, with what follows from its state and outcome. */
export function edgeOf({ state, outcome, ...rest }) {
  const applied = APPLIED.includes(state);
  return {
    ...rest,
    state,
    outcome,
    worked: applied && outcome === "worked",
    helped: applied && ["worked", "partly"].includes(outcome),
    didNotHold: applied && ["failed", "worsened"].includes(outcome),
  };
}

const independent = (one, other) => !one.groups.some((group) => other.groups.includes(group));

/** Grade one pair. Without edges nothing is known, and that is no grade. */
export function grade(edges) {
  if (!edges.length) throw new RangeError("no edges, no grade");
  if (edges.some((edge) => edge.didNotHold)) return edges.some((edge) => edge.helped) ? "contested" : "failed";
  const witnesses = edges.filter((edge) => edge.worked && edge.firstHand);
  const proven = witnesses.some((one, index) =>
    witnesses.slice(index + 1).some((other) => independent(one, other) && (one.measured || other.measured)),
  );
  if (proven) return "proven";
  return edges.some((edge) => edge.helped && edge.firstHand) ? "supported" : "reported";
}
