/** Where time comes from. An argument everywhere, so that a test can stand at any hour. */
export interface Clock {
  now(): Date;
  /** The IANA time zone that a person at this machine lives in, e.g. `Europe/Berlin`. */
  zone(): string;
  /** Milliseconds of a clock that nobody can set, from any beginning: what the wall clock is held against. */
  steady(): number;
}
