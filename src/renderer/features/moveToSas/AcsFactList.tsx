import { type AcsFacts, whyItUsesAcs } from '../../../shared/domain/acsEndpoint.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { makeStyles, type Property, PropertyList, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  text: { margin: '0 0 8px', color: tokens.colorNeutralForeground2, maxWidth: '80ch' },
});

interface AcsFactListProps {
  readonly endpoint: ServiceEndpoint;
  readonly facts: AcsFacts;
}

/** Where an endpoint stood in Access Control: to recognise what the old articles speak of. */
export function AcsFactList({ endpoint, facts }: AcsFactListProps) {
  const styles = useStyles();
  return (
    <>
      <p className={styles.text}>
        {whyItUsesAcs(endpoint).join(' ')} Microsoft switched Access Control (ACS) off on 7 November 2018:
        none of these addresses answers any more, nothing issues the tokens that the endpoint needs, and
        Dataverse refuses to post to it.
      </p>
      <PropertyList columns={1} properties={propertiesOf(facts)} />
    </>
  );
}

function propertiesOf({ namespace, cloud, federated, addresses, issuer }: AcsFacts): readonly Property[] {
  const address = (name: string, value: string): Property => ({ name, value, mono: true, copy: value });
  return [
    { name: 'Namespace', value: namespace || 'not known', mono: namespace !== '' },
    { name: 'Cloud', value: cloud === 'public' ? 'Public Azure' : 'Azure US Government' },
    address('Management page', addresses.managementPage),
    ...(federated ? [address('Management page, federated', addresses.federatedManagementPage)] : []),
    address('Management service', addresses.managementService),
    address('Token service', addresses.tokenService),
    {
      name: 'Issuer and service identity',
      value:
        issuer === null
          ? 'the issuer name on the Developer Resources page of the organisation'
          : `${issuer}, as a rule; the Developer Resources page of the organisation names it`,
    },
  ];
}
