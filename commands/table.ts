import Table from 'cli-table3';

/** No lines at all, and two spaces between columns. */
const BLANK = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Text in columns, as wide as their longest entry. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const drawn = new Table({ chars: BLANK, style });
  drawn.push(...[head, ...rows].map((row) => [...row]));
  return drawn.toString().replaceAll(/ +$/gm, '');
}
