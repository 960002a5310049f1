import { redirect } from 'next/navigation';
import { diagrams } from '../../../features/architecture/diagrams';

export default function Page() {
  redirect(`/architecture/${diagrams[0].slug}`);
}
