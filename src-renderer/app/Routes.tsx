import { Redirect, Route, Switch } from 'wouter';
import { Access } from '../features/access/Access.tsx';
import { ActionPage } from '../features/actions/ActionPage.tsx';
import { ActionsList } from '../features/actions/ActionsList.tsx';
import { AuditTrail } from '../features/audit/AuditTrail.tsx';
import { Backup } from '../features/backup/Backup.tsx';
import { Coverage } from '../features/coverage/Coverage.tsx';
import { Enrolment } from '../features/enrolment/Enrolment.tsx';
import { Exports } from '../features/exports/Exports.tsx';
import { ForeignRecord } from '../features/imports/ForeignRecord.tsx';
import { ImportRecord } from '../features/imports/ImportRecord.tsx';
import { Imports } from '../features/imports/Imports.tsx';
import { Logins } from '../features/logins/Logins.tsx';
import { MyLogin } from '../features/login/MyLogin.tsx';
import { MyKey } from '../features/key/MyKey.tsx';
import { ReferencePage } from '../features/links/ReferencePage.tsx';
import { People } from '../features/people/People.tsx';
import { RecordPage } from '../features/records/RecordPage.tsx';
import { RecordsList } from '../features/records/RecordsList.tsx';
import { NewRecord } from '../features/records/NewRecord.tsx';
import { Calendar } from '../features/schedule/Calendar.tsx';
import { Settings } from '../features/settings/Settings.tsx';
import { SearchPage } from '../features/search/SearchPage.tsx';
import { SupplierEditor } from '../features/suppliers/SupplierEditor.tsx';
import { SuppliersList } from '../features/suppliers/SuppliersList.tsx';
import { SupplierView } from '../features/suppliers/SupplierView.tsx';
import { SystemEditor } from '../features/systems/SystemEditor.tsx';
import { SystemsList } from '../features/systems/SystemsList.tsx';
import { SystemView } from '../features/systems/SystemView.tsx';
import { TrendsPage } from '../features/trends/TrendsPage.tsx';
import { VerifyScreen } from '../features/verify/VerifyScreen.tsx';
import { Work } from '../features/work/Work.tsx';

interface RecordPlace {
  readonly [name: string]: string | undefined;
  readonly id: string;
  readonly tab?: string;
  readonly section?: string;
}

/** Every address behind the login. */
export const Routes = () => (
  <Switch>
    <Route path="/work" component={Work} />
    <Route path="/systems" component={SystemsList} />
    <Route path="/systems/new">
      <SystemEditor systemId={null} />
    </Route>
    <Route path="/systems/:id/edit">{({ id }) => <SystemEditor key={id} systemId={decodeURIComponent(id)} />}</Route>
    <Route path="/systems/:id">{({ id }) => <SystemView key={id} systemId={decodeURIComponent(id)} />}</Route>
    <Route path="/suppliers" component={SuppliersList} />
    <Route path="/suppliers/new">
      <SupplierEditor supplierId={null} />
    </Route>
    <Route path="/suppliers/:id/edit">
      {({ id }) => <SupplierEditor key={id} supplierId={decodeURIComponent(id)} />}
    </Route>
    <Route path="/suppliers/:id">{({ id }) => <SupplierView key={id} supplierId={decodeURIComponent(id)} />}</Route>
    <Route path="/records" component={RecordsList} />
    <Route path="/records/new/:type?/:systemId?">
      {({ type, systemId }) => (
        <NewRecord typeId={type ?? null} systemId={systemId === undefined ? null : decodeURIComponent(systemId)} />
      )}
    </Route>
    <Route path="/records/:id/revisions/:revision/:tab?">
      {({ id, revision, tab }) => (
        <RecordPage
          key={`${id}/${revision}`}
          recordId={decodeURIComponent(id)}
          revision={Number(revision)}
          tab={tab ?? 'content'}
          section={null}
        />
      )}
    </Route>
    <Route<RecordPlace> path="/records/:id/:tab?/:section?">
      {({ id, tab, section }) => (
        <RecordPage
          key={id}
          recordId={decodeURIComponent(id)}
          revision={null}
          tab={tab ?? 'content'}
          section={section ?? null}
        />
      )}
    </Route>
    <Route path="/trends/:group?">{({ group }) => <TrendsPage group={group ?? null} />}</Route>
    <Route path="/actions" component={ActionsList} />
    <Route path="/references/:id">{({ id }) => <ReferencePage key={id} referenceId={decodeURIComponent(id)} />}</Route>
    <Route path="/actions/:id">{({ id }) => <ActionPage key={id} actionId={decodeURIComponent(id)} />}</Route>
    <Route path="/calendar" component={Calendar} />
    <Route path="/coverage" component={Coverage} />
    <Route path="/search" component={SearchPage} />
    <Route path="/imports" component={Imports} />
    <Route path="/imports/new" component={ImportRecord} />
    <Route path="/imports/:sha256">{({ sha256 }) => <ForeignRecord key={sha256} sha256={sha256} />}</Route>
    <Route path="/export" component={Exports} />
    <Route path="/verify" component={VerifyScreen} />
    <Route path="/people" component={People} />
    <Route path="/logins" component={Logins} />
    <Route path="/audit" component={AuditTrail} />
    <Route path="/access" component={Access} />
    <Route path="/enrolment" component={Enrolment} />
    <Route path="/settings" component={Settings} />
    <Route path="/backup" component={Backup} />
    <Route path="/login" component={MyLogin} />
    <Route path="/key" component={MyKey} />
    <Route>
      <Redirect to="/work" replace />
    </Route>
  </Switch>
);
