import { describeObject } from '../../objects/identity';
import type { KubernetesObject } from '../../objects/object';
import { changedObject, REFUSALS } from '../review/refusals-table';
import { adminOf } from './control-plane';
import { controlPlane } from './handover';

const { suite, coordinates } = controlPlane();
const admin = adminOf(coordinates);

const made = (apiVersion: string, kind: string, name: string, fields: object = {}) =>
  ({ apiVersion, kind, metadata: { name }, ...fields }) as unknown as KubernetesObject;
const namespace = made('v1', 'Namespace', 'shop');
const classes = ['slow', 'fast'].map((name) =>
  made('storage.k8s.io/v1', 'StorageClass', name, {
    provisioner: 'disk.csi.azure.com',
    allowVolumeExpansion: true,
  }),
);
const objects = REFUSALS.map(({ object }) => object);

async function clear(): Promise<void> {
  for (const object of [...objects, ...classes]) {
    // Nobody else takes off the finalizer of a claim here.
    if (object.kind === 'PersistentVolumeClaim' && (await admin.get(object)))
      await admin.patch(object, { metadata: { finalizers: null } });
    await admin.remove(object);
  }
  await admin.remove(namespace);
}

// What `npm test` holds the review to, by the same table.
suite.each(REFUSALS)('a real API server, asked to change $object.kind $object.metadata.name', (each) => {
  beforeAll(async () => {
    for (const object of [namespace, ...classes, each.object]) await admin.apply(object);
    if (each.status) await admin.patch(each.object, { status: each.status }, '/status');
  });
  afterAll(clear);

  if (each.refused.length > 0)
    test.each(each.refused)('rejects %j', async (fields, says) => {
      const { status, body } = await admin.tryApply(changedObject(each.object, fields), { dryRun: true });
      expect(body.message).toContain(says);
      expect(status).toBeGreaterThanOrEqual(400);
    });

  test.each(each.accepted)('takes %j', async (fields) => {
    const object = changedObject(each.object, fields);
    const { status, body } = await admin.tryApply(object, { dryRun: true });
    expect({ what: describeObject(object), status, message: body.message }).toMatchObject({
      status: 200,
      message: undefined,
    });
  });
});
