// Reads an OpenAPI document of the emulator and writes down, as JSON, the calls that its page offers from top to bottom:
// every operation with every example of a body, and path parameters as their examples have them.
//   node plan.mjs DOCUMENT.json
import { readFileSync } from 'node:fs';

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const places = new Map(document.tags.map((tag, index) => [tag.name, index]));

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
operations.sort((left, right) =>
  places.get(left.operation.tags[0]) - places.get(right.operation.tags[0])
  || left.operation['x-order'] - right.operation['x-order']);

const calls = operations.flatMap(({ path, method, operation }) => {
  const examples = Object.entries(operation.requestBody?.content['application/json'].examples ?? { '': undefined });
  return examples.map(([example, body]) => ({
    id: operation.operationId,
    example,
    method: method.toUpperCase(),
    path,
    server: (operation.servers ?? document.servers)[0].url,
    security: Object.keys(operation.security?.[0] ?? {})[0] ?? null,
    parameters: Object.fromEntries((operation.parameters ?? []).filter(parameter => parameter.in === 'path')
      .map(parameter => [parameter.name, parameter.examples?.[example]?.value ?? parameter.example])),
    body: body?.value,
    answer: answerOf(operation),
  }));
});

// What is read of the answer: JSON, a text, a file, or nothing.
function answerOf(operation) {
  const [, success] = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
  const [type] = Object.keys(success.content ?? {});
  return type === undefined ? 'nothing' : type.endsWith('json') ? 'json' : type.startsWith('text/') ? 'text' : 'file';
}

process.stdout.write(JSON.stringify(calls, null, 2));
