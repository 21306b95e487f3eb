/** What the frame asks of a lab's state: `LabState` whatever its fields. */
export interface LabLink {
  readonly ready: boolean;
  /** The address of what is on show. */
  readonly link: string;
  reset(): void;
}
