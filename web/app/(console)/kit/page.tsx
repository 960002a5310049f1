import type { Metadata } from 'next';
import { KitPage } from '../../../features/kit/kit-page';

export const metadata: Metadata = { title: 'Kit' };

export default function Page() {
  return <KitPage />;
}
