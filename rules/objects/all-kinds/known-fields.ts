import { formOfObject, hasFormOfKind } from '../../../model/schema/kubernetes';
import { findIssues } from '../../../model/read/issues';
import type { ObjectRule } from '../../rule';

/** Source: Kubernetes documentation, Object Names and IDs (RFC 1123 subdomain). */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Kinds of which only the API server knows the name rules: RBAC takes colons. */
const LOOSE = /^rbac\.authorization\.k8s\.io\//;

/** Where the fields of an object come from. */
const SOURCES = "in the application's data, its hook or its manifests";

/** Every object has a name and only fields that its kind has, with values of their types; kinds that are not known pass. */
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
    if (!LOOSE.test(apiVersion) && !NAME.test(metadata.name))
      return [
        {
          object,
          field: 'metadata.name',
          value: metadata.name,
          problem:
            'must be lower-case letters, digits, hyphens and dots, with a letter or digit at both ends',
          fix: 'rename it',
        },
      ];
    if (hasFormOfKind(apiVersion, kind, object)) return [];
    return findIssues(formOfObject(apiVersion, kind), object).map(({ path, value, problem, fix }) => ({
      object,
      field: path.join('.'),
      value,
      problem,
      fix: `${fix} ${SOURCES}`,
    }));
  });
