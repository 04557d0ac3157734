/** What a board is, beside its listings. */

export interface Settings {
  /** IANA zone of date-only values in listings that name none of their own. */
  readonly timeZone: string;
}

export interface Layout {
  readonly format: number;
  readonly board: string;
  /**
   * Random name of this line of history. Positions and cursors of another incarnation mean nothing here; a restore or a
   * copy that takes writes beside its source gets a new one.
   */
  readonly incarnation: string;
  readonly createdAt: number;
  readonly settings: Settings;
}

export const DEFAULT_SETTINGS: Settings = { timeZone: "UTC" };
