import * as z from 'zod';
import { LABEL_VALUE, METADATA_KEY } from '../../mesh/names';
import { stringMatching } from './primitives';

const key = stringMatching(METADATA_KEY.pattern, METADATA_KEY.description, 'example.com/team');

/** Labels of an object, by their keys. */
export const labelsSchema = z.record(
  key,
  stringMatching(LABEL_VALUE.pattern, LABEL_VALUE.description, 'shop-team'),
);

/** Annotations of an object, by their keys. */
export const annotationsSchema = z.record(key, z.string({ error: 'must be a string' }));
