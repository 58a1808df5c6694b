/** What an intent came to: nothing to say, or the reason why it was refused. */
import type { Problem } from "../schema";

export type Outcome = Problem | undefined;
