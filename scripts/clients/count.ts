// Counts the calls of a generated client; both kinds answer with an error or without.
const called = new Set<string>();
const failed = new Set<string>();
let calls = 0;

type Answer = { error?: unknown; response?: Response };

export async function count(id: string, example: string, call: () => Promise<Answer>): Promise<void> {
  called.add(id);
  calls++;
  try {
    const { error, response } = await call();
    if (error === undefined && response?.ok === true)
      return;
    console.log(`${id} ${example}: ${response?.status ?? ''} ${error instanceof Error ? error.message : JSON.stringify(error)}`);
  } catch (exception) {
    console.log(`${id} ${example}: ${String(exception)}`);
  }
  failed.add(id);
}

export function report(): void {
  console.log(`${called.size} operations called, ${called.size - failed.size} ok (${calls} calls)`);
  process.exitCode = failed.size === 0 ? 0 : 1;
}
