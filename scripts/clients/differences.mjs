// Writes down the calls that read every list of differences, and every difference.
//   node differences.mjs BASE_URL BASE_URL_OF_THE_CALLS
const [, , base, server] = process.argv;

async function read(path) {
  const response = await fetch(base + path, { headers: { Authorization: 'Bearer anything' } });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status} ${await response.text()}`);
  return (await response.json()).response;
}

const differences = await read('/api/v1/differences?page_size=100');
const transactions = await read('/api/v1/member_transactions?page_size=100');
if (differences.length === 0 || transactions.length === 0)
  throw new Error('there are no differences to read');

const call = (id, path, parameters = {}) =>
  ({ id, example: Object.values(parameters).join(), method: 'GET', path, server, security: 'bearer', parameters });
const each = (id, path, name, values) => [...new Set(values)].map(value => call(id, path, { [name]: value }));

process.stdout.write(JSON.stringify([
  call('getDifferenceList', '/api/v1/differences'),
  ...each('getGroupDifferenceList', '/api/v1/groups/{group_id}/differences', 'group_id', differences.map(difference => difference.group_id)),
  ...each('getEmployeeDifferenceList', '/api/v1/employees/{employee_id}/differences', 'employee_id', differences.map(difference => difference.employee_id)),
  ...each('getMemberTransactionDifferenceList', '/api/v1/member_transactions/{member_transaction_id}/differences', 'member_transaction_id', transactions),
  call('getDifferenceTransactionIds', '/api/v1/member_transactions'),
  ...each('getDifference', '/api/v1/differences/{difference_id}', 'difference_id', differences.map(difference => difference.id)),
], null, 2));
