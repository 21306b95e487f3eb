/** As much of a browser as the journeys need; one implementation for each way of driving one. */

/** The size of a phone's page, in CSS pixels. */
export const phone = { width: 390, height: 844 } as const;

export interface Browser {
  /** e.g. "Firefox 153.7.0" */
  readonly name: string;
  /** What its pages and workers complained of since it was last asked. */
  takeComplaints(): string[];
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  /** Presses on the middle of an element as a finger would, scrolled into view. */
  click(selector: string): Promise<void>;
  /** Types at the end of what is in a field. */
  type(selector: string, text: string): Promise<void>;
  setFiles(selector: string, paths: readonly string[]): Promise<void>;
  /** Value of an expression in the page, as JSON carries it; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>;
  screenshot(): Promise<Uint8Array>;
  /** Ends it and all that it has started. */
  close(): Promise<void>;
}
