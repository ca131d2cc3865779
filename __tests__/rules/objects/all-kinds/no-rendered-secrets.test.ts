import { noRenderedSecrets } from '../../../../rules/objects/all-kinds/no-rendered-secrets';
import { changed, plain } from '../../../support';
import { object, objects } from '../../judging';

const secret = (fields: Record<string, unknown>) => object('v1', 'Secret', 'login', fields);
const closed = changed(plain, { plainTextSecrets: false });

test.each([{ stringData: { password: 'a' } }, { data: { password: 'YQ==' } }])(
  'a Secret with values, %j, is rejected where the environment does not say so',
  (fields) => {
    expect(objects(noRenderedSecrets, [secret(fields)], closed)).toEqual([
      {
        problem: 'the values would be in the repository and in the output in plain text',
        fix: "name a Secret that exists in the namespace; or, if the values are public anyway, set 'plainTextSecrets: true' in the environment",
      },
    ]);
  },
);

test('a Secret without values, and one in an environment that says so, is taken', () => {
  expect(objects(noRenderedSecrets, [secret({}), secret({ stringData: {} })], closed)).toEqual([]);
  const open = changed(plain, { plainTextSecrets: true });
  expect(objects(noRenderedSecrets, [secret({ stringData: { password: 'a' } })], open)).toEqual([]);
});
