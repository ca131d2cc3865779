import { DNS_SUBDOMAIN } from '../../../mesh/names';
import { getApiGroup } from '../../../objects/identity';
import { findObjectSchema } from '../../../model/schema/kubernetes';
import { findIssues } from '../../../model/read/issues';
import type { ObjectRule } from '../../rule';

/** API group of which only the API server knows the rules of names: RBAC takes colons. */
const LOOSE = 'rbac.authorization.k8s.io';

/** Where the fields of an object come from. */
const SOURCES = "in the application's data, its manifests or a hook";

/** Every object has a name and only fields that its kind has, with values of their types; unknown kinds pass. */
export const knownFields: ObjectRule = (objects) =>
  objects.flatMap((object) => {
    const { apiVersion, kind, metadata } = object;
    const nameless = (
      [
        ['apiVersion', apiVersion],
        ['kind', kind],
        ['metadata.name', metadata?.name],
      ] as const
    ).filter(([, value]) => typeof value !== 'string');
    if (nameless.length > 0)
      return nameless.map(([field, value]: readonly [string, unknown]) => ({
        object,
        field,
        value,
        problem: 'must be a string: every object needs one',
        fix: `set it ${SOURCES}`,
      }));
    if (getApiGroup(object) !== LOOSE && !DNS_SUBDOMAIN.pattern.test(metadata.name))
      return [
        {
          object,
          field: 'metadata.name',
          value: metadata.name,
          problem: `must be ${DNS_SUBDOMAIN.description}`,
          fix: 'rename it',
        },
      ];
    return findIssues(findObjectSchema(apiVersion, kind), object).map(({ path, value, problem, fix }) => ({
      object,
      field: path.join('.'),
      value,
      problem,
      fix: `${fix} ${SOURCES}`,
    }));
  });
