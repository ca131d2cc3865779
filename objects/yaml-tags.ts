import type { Tags } from 'yaml';

/**
 * Kubernetes reads no string as a time, none without a digit as a number, and knows two ways to write octal numbers. Source:
 * resolve.go of goyaml.v2 in sigs.k8s.io/yaml.
 */
export function asKubernetes(tags: Tags): Tags {
  const kept = tags.filter(
    (tag) => typeof tag === 'string' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'),
  );
  const withDigits = kept.map((tag) =>
    typeof tag !== 'string' && 'test' in tag && tag.test?.test('.')
      ? { ...tag, test: new RegExp(`(?=.*\\d)${tag.test.source}`) }
      : tag,
  );
  return [...withDigits, 'intOct'];
}
