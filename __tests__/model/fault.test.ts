import {
  FaultError,
  formatFaults,
  formatValue,
  getValueAt,
  messageFrom,
  type Fault,
} from '../../model/fault';

const fault: Fault = {
  where: 'lab: cluster.tier (environments/lab.ts)',
  value: 'free',
  problem: 'must be one of Free, Standard, Premium',
  fix: "set 'Free'",
};

test('an error lists every fault with its place, the value, the problem and the fix', () => {
  const whole = { where: 'lab: Gateway shop/web', problem: 'is rendered more than once', fix: 'rename it' };
  expect(new FaultError([fault, whole]).message).toBe(
    [
      '2 faults; nothing was written.',
      '',
      "  lab: cluster.tier (environments/lab.ts) is 'free'",
      '    problem: must be one of Free, Standard, Premium',
      "    fix:     set 'Free'",
      '',
      '  lab: Gateway shop/web',
      '    problem: is rendered more than once',
      '    fix:     rename it',
    ].join('\n'),
  );
});

test('one fault is one, and the error says what became of the run', () => {
  expect(new FaultError([fault], 'nothing was compared').message).toMatch(/^1 fault; nothing was compared\./);
});

test('a value that is odd or endless is shown on one line', () => {
  const endless: Record<string, unknown> = {};
  endless.again = endless;
  for (const value of [1n, endless, Number.NaN, 'x'.repeat(500), 'a\nb', () => {}, ['a', { b: 1 }]])
    expect(formatFaults([{ ...fault, value }]).split('\n')).toHaveLength(3);
  expect(formatValue('x'.repeat(500)).length).toBeLessThan(150);
});

test('a value that is not there is missing, and a fault without a value shows none', () => {
  expect(formatValue(undefined)).toBe('missing');
  expect(formatFaults([{ ...fault, value: undefined }])).toContain('(environments/lab.ts) is missing\n');
});

test.each([undefined, null, '', new Error('')])(
  'what was thrown without a message has none: %s',
  (thrown) => {
    expect(messageFrom(thrown)).toBe('no error message');
  },
);

test('a path leads to a value, and nowhere where there is none', () => {
  const root = { a: [{ b: 1 }], c: null };
  expect([['a', '0', 'b'], ['c', 'd'], ['x', 'y', 'z'], []].map((path) => getValueAt(root, path))).toEqual([
    1,
    undefined,
    undefined,
    root,
  ]);
});
