import { type HistoryStep, isEntered, isExited } from './history-step.ts';

/** As much of a history as was read, newest event first. */
export class History {
  readonly steps: readonly HistoryStep[];
  /** Whether the steps reach back to the start. */
  readonly whole: boolean;
  readonly #byId: ReadonlyMap<number, HistoryStep>;

  constructor(steps: readonly HistoryStep[], whole: boolean) {
    this.steps = steps;
    this.whole = whole;
    this.#byId = new Map(steps.map((step) => [step.id, step]));
  }

  /**
   * The events that led to `from`, newest first, back to the entry of its state. Where the links end without one (an abort or a
   * timeout is linked to nothing), the state still open then is taken; where they end in what was not read, the path ends.
   */
  pathTo(from: HistoryStep): readonly HistoryStep[] {
    const path: HistoryStep[] = [];
    for (let step = from; ; ) {
      path.push(step);
      if (isEntered(step)) return path;
      const previous = this.#previous(step);
      if (previous === undefined) {
        const unread = step.previousId > 0 && step.previousId < step.id && !this.whole;
        return unread ? path : [...path, ...this.#openAt(from)];
      }
      step = previous;
    }
  }

  /** Whether the links lead from a step back to the entry of a state. */
  leadsTo(step: HistoryStep, entered: HistoryStep): boolean {
    for (let at: HistoryStep | undefined = step; at !== undefined && at.id >= entered.id; at = this.#previous(at)) {
      if (at.id === entered.id) return true;
    }
    return false;
  }

  /** Ids only fall along the links: a history that loops cannot keep us. */
  #previous(step: HistoryStep): HistoryStep | undefined {
    return step.previousId < step.id ? this.#byId.get(step.previousId) : undefined;
  }

  /** The events of the newest state that was entered before `from` and not left. */
  #openAt(from: HistoryStep): readonly HistoryStep[] {
    const left = new Map<string, number>();
    for (const step of this.steps) {
      if (step.id >= from.id || step.state === null) continue;
      const times = left.get(step.state) ?? 0;
      if (isExited(step)) left.set(step.state, times + 1);
      else if (isEntered(step) && times > 0) left.set(step.state, times - 1);
      else if (isEntered(step)) return this.steps.filter((other) => other.id < from.id && this.leadsTo(other, step));
    }
    return [];
  }
}
