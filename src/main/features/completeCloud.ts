import type { CloudChoice } from '../../shared/domain/cloud.ts';
import type { Sandbox } from '../ports.ts';

/** The sandbox's authority has a list of organisations and a Graph beside it; nobody has to type them. */
export async function completeCloud(
  cloud: CloudChoice,
  sandbox: Pick<Sandbox, 'addresses'>,
): Promise<CloudChoice> {
  if (cloud.kind === 'known' || (cloud.discovery !== null && cloud.graph !== null)) return cloud;
  const clouds = await sandbox.addresses().then(
    ({ signIn }) => signIn.clouds,
    () => [],
  );
  const own = clouds.find(({ authority }) => new URL(authority).origin === new URL(cloud.authority).origin);
  if (!own) return cloud;
  return { ...cloud, discovery: cloud.discovery ?? own.discovery, graph: cloud.graph ?? own.graph };
}
