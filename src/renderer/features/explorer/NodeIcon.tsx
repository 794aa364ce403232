import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import {
  AssemblyIcon,
  AssemblyLargeIcon,
  EndpointIcon,
  EndpointLargeIcon,
  ImageIcon,
  ImageLargeIcon,
  PackageIcon,
  PackageLargeIcon,
  StepIcon,
  StepLargeIcon,
  StepOffIcon,
  TypeIcon,
  TypeLargeIcon,
  WebhookIcon,
  WebhookLargeIcon,
  WorkflowActivityIcon,
  WorkflowActivityLargeIcon,
} from '../../kit/icons.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  grey: { color: tokens.colorNeutralForeground2, flexShrink: 0 },
  blue: { color: tokens.colorBrandForeground1, flexShrink: 0 },
  amber: { color: tokens.colorPaletteMarigoldForeground1, flexShrink: 0 },
  faint: { color: tokens.colorNeutralForeground3, flexShrink: 0 },
});

interface NodeIconProps {
  readonly node: RegistrationNode;
  readonly large?: boolean;
}

/** The picture of a kind of node. The kind is always said in words elsewhere. */
export function NodeIcon({ node, large }: NodeIconProps) {
  const styles = useStyles();
  switch (node.kind) {
    case 'package': {
      const Icon = large ? PackageLargeIcon : PackageIcon;
      return <Icon aria-hidden className={styles.grey} />;
    }
    case 'assembly': {
      const Icon = large ? AssemblyLargeIcon : AssemblyIcon;
      return <Icon aria-hidden className={styles.grey} />;
    }
    case 'pluginType': {
      const Workflow = large ? WorkflowActivityLargeIcon : WorkflowActivityIcon;
      const Type = large ? TypeLargeIcon : TypeIcon;
      const Icon = node.workflowActivity ? Workflow : Type;
      return <Icon aria-hidden className={styles.grey} />;
    }
    case 'serviceEndpoint': {
      const Webhook = large ? WebhookLargeIcon : WebhookIcon;
      const Endpoint = large ? EndpointLargeIcon : EndpointIcon;
      const Icon = node.designationType === 'webhook' ? Webhook : Endpoint;
      return <Icon aria-hidden className={styles.blue} />;
    }
    case 'step': {
      if (!node.enabled && !large) return <StepOffIcon aria-hidden className={styles.faint} />;
      const Icon = large ? StepLargeIcon : StepIcon;
      return <Icon aria-hidden className={node.enabled ? styles.amber : styles.faint} />;
    }
    case 'image': {
      const Icon = large ? ImageLargeIcon : ImageIcon;
      return <Icon aria-hidden className={styles.grey} />;
    }
  }
}
