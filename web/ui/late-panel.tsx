'use client';

import type { ComponentType } from 'react';
import { late } from '../lib/late';
import { SkeletonRows } from './skeleton';

/** What stands behind a tab or comes after a choice: rows of the shape that is coming until its code is there. */
export const latePanel = <P,>(load: () => Promise<ComponentType<P>>): ComponentType<P> =>
  late(load, () => <SkeletonRows />);
