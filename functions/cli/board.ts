/** `rolecall board`: what the board is, which is made if it is not there; `rolecall board set NAME=VALUE ...` changes its settings. */
import { AppError } from "../../core/errors.ts";
import { isTimeZone } from "../../core/listing/time.ts";
import { KEPT_EXPIRED_DAYS } from "../../core/store/expire.ts";
import type { Settings } from "../../core/store/layout.ts";
import { encodePosition } from "../../core/store/position.ts";
import { type Command, readArguments, UsageError, withMadeBoard } from "./command.ts";
import { printJson, printLine } from "./output.ts";

export const board: Command = async (args) => {
  const { values, positionals } = readArguments(args, {});
  const [verb, ...assignments] = positionals;
  if (verb !== undefined && verb !== "set")
    throw new UsageError(`there is no board ${verb}; use: board set timeZone=…`);
  if (verb === "set" && assignments.length === 0)
    throw new UsageError("name a setting, such as timeZone=Europe/Berlin");
  const change = settingsChange(assignments);
  return withMadeBoard(async ({ board: open }) => {
    const settings = verb === "set" ? await open.changeSettings(change) : await open.settings();
    const seal = await open.seal();
    const position = encodePosition(open.incarnation, { seq: await open.head() });
    if (values.json === true)
      printJson({ board: open.name, position, settings, ...(seal === undefined ? {} : { seal }) });
    else {
      printLine(`board ${open.name}\nposition ${position}\ntimeZone ${settings.timeZone}`);
      printLine(`keepExpiredDays ${settings.keepExpiredDays ?? KEPT_EXPIRED_DAYS}`);
      if (seal !== undefined)
        printLine(`sealed: it takes no writes${seal.movedTo === undefined ? "" : `, it has moved to ${seal.movedTo}`}`);
    }
    return 0;
  });
};

/** All assignments are checked before any is made. */
function settingsChange(assignments: readonly string[]): (settings: Settings) => Settings {
  const changes = assignments.map(splitOnce).map(([name, value]) => settingOf(name, value));
  return (settings) => Object.assign({}, settings, ...changes);
}

function settingOf(name: string, value: string): Partial<Settings> {
  switch (name) {
    case "timeZone":
      if (isTimeZone(value)) return { timeZone: value };
      throw new AppError("invalid_parameter", `timeZone=${value} must be an IANA time zone such as Europe/Berlin`);
    case "keepExpiredDays":
      if (/^\d{1,5}$/.test(value)) return { keepExpiredDays: Number(value) };
      throw new AppError("invalid_parameter", `keepExpiredDays=${value} must be a whole number of days up to 99999`);
    default:
      throw new UsageError(`there is no setting ${JSON.stringify(name)}; there are timeZone and keepExpiredDays`);
  }
}

function splitOnce(assignment: string): readonly [name: string, value: string] {
  const at = assignment.indexOf("=");
  if (at < 1) throw new UsageError(`${JSON.stringify(assignment)} is no NAME=VALUE`);
  return [assignment.slice(0, at), assignment.slice(at + 1)];
}
