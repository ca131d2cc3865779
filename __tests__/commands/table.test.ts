import { table } from '../../commands/table';

test('columns are as wide as their longest entry, two spaces apart, without lines and spaces at the end', () => {
  expect(
    table(
      ['name', 'days'],
      [
        ['a longer one', '5'],
        ['b', ''],
      ],
    ),
  ).toBe('name          days\na longer one  5\nb');
});
