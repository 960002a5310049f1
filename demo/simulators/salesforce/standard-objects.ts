import { parseFields } from './field-definition.ts';
import type { FieldDefinition } from './field-definition.ts';

export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** First three characters of its ids. */
  readonly keyPrefix: string;
  readonly fields: readonly FieldDefinition[];
}

/** What every object has before and after its own fields. */
const first = 'Id id system\nIsDeleted boolean system';
const last = `
OwnerId reference(User)
CreatedDate datetime system
CreatedById reference(User) system
LastModifiedDate datetime system
LastModifiedById reference(User) system
SystemModstamp datetime system
External_Key__c string(80) external`;

const address = (prefix: string): string => `
${prefix}Street textarea(255) in:${prefix}Address
${prefix}City string(40) in:${prefix}Address
${prefix}State string(80) in:${prefix}Address
${prefix}PostalCode string(20) in:${prefix}Address
${prefix}Country string(80) in:${prefix}Address
${prefix}Latitude double(18,15) in:${prefix}Address
${prefix}Longitude double(18,15) in:${prefix}Address
${prefix}Address address system`;

const industries =
  'Agriculture|Apparel|Banking|Biotechnology|Chemicals|Communications|Construction|Consulting|Education|Electronics|Energy|' +
  'Engineering|Entertainment|Environmental|Finance|Food & Beverage|Government|Healthcare|Hospitality|Insurance|Machinery|' +
  'Manufacturing|Media|Not For Profit|Recreation|Retail|Shipping|Technology|Telecommunications|Transportation|Utilities|Other';
const leadSources = 'Web|Phone Inquiry|Partner Referral|Purchased List|Other';
const stages =
  'Prospecting|Qualification|Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|' +
  'Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost';

const account = `${first}
MasterRecordId reference(Account) system
Name string(255) required name
Type picklist[Prospect|Customer - Direct|Customer - Channel|Channel Partner / Reseller|Installation Partner|Technology Partner|Other]
ParentId reference(Account)${address('Billing')}${address('Shipping')}
Phone phone
Fax phone
AccountNumber string(40)
Website url(255)
Sic string(20)
Industry picklist[${industries}]
AnnualRevenue currency(18,2)
NumberOfEmployees int(8)
Ownership picklist[Public|Private|Subsidiary|Other]
TickerSymbol string(20)
Description textarea(32000)
Rating picklist[Hot|Warm|Cold]
Site string(80)
AccountSource picklist[${leadSources}]${last}`;

const contact = `${first}
AccountId reference(Account)
LastName string(80) required
FirstName string(40)
Salutation picklist[Mr.|Ms.|Mrs.|Dr.|Prof.]
Name string(121) system name${address('Mailing')}
Phone phone
Fax phone
MobilePhone phone
HomePhone phone
ReportsToId reference(Contact)
Email email(80)
Title string(128)
Department string(80)
LeadSource picklist[${leadSources}]
Birthdate date
Description textarea(32000)
HasOptedOutOfEmail boolean${last}`;

const opportunity = `${first}
AccountId reference(Account)
Name string(120) required name
Description textarea(32000)
StageName picklist[${stages}] required
Amount currency(18,2)
Probability percent(3,0)
ExpectedRevenue currency(18,2) system
TotalOpportunityQuantity double(18,2)
CloseDate date required
Type picklist[Existing Customer - Upgrade|Existing Customer - Replacement|Existing Customer - Downgrade|New Customer]
NextStep string(255)
LeadSource picklist[${leadSources}]
IsClosed boolean system
IsWon boolean system
ForecastCategoryName picklist[Omitted|Pipeline|Best Case|Commit|Closed]
CampaignId reference(Campaign)
CurrencyIsoCode picklist[USD|EUR|GBP|CHF|JPY]${last}`;

const lead = `${first}
LastName string(80) required
FirstName string(40)
Salutation picklist[Mr.|Ms.|Mrs.|Dr.|Prof.]
Name string(121) system name
Title string(128)
Company string(255) required
Street textarea(255) in:Address
City string(40) in:Address
State string(80) in:Address
PostalCode string(20) in:Address
Country string(80) in:Address
Address address system
Phone phone
MobilePhone phone
Email email(80)
Website url(255)
Description textarea(32000)
LeadSource picklist[${leadSources}]
Status picklist[Open - Not Contacted|Working - Contacted|Closed - Converted|Closed - Not Converted]
Industry picklist[${industries}]
Rating picklist[Hot|Warm|Cold]
AnnualRevenue currency(18,2)
NumberOfEmployees int(8)
IsConverted boolean system
ConvertedDate date system${last}`;

const user = `Id id system
Username string(80) required
LastName string(80) required
FirstName string(40)
Name string(121) system name
CompanyName string(80)
Division string(80)
Department string(80)
Title string(80)
Email email(128) required
Phone phone
MobilePhone phone
Alias string(8)
IsActive boolean
TimeZoneSidKey picklist[America/New_York|America/Los_Angeles|Europe/London|Europe/Zurich|Asia/Tokyo]
LocaleSidKey picklist[en_US|en_GB|de_DE|de_CH|ja_JP]
ProfileId reference(Profile)
UserType picklist[Standard|PowerPartner|CSPLitePortal|AutomatedProcess]
ManagerId reference(User)
CreatedDate datetime system
CreatedById reference(User) system
LastModifiedDate datetime system
LastModifiedById reference(User) system
SystemModstamp datetime system
External_Key__c string(80) external`;

const object = (name: string, labelPlural: string, keyPrefix: string, fields: string): ObjectDefinition => ({
  name,
  label: name,
  labelPlural,
  keyPrefix,
  fields: parseFields(fields),
});

/** The objects of a fresh org. */
export const standardObjects: readonly ObjectDefinition[] = [
  object('Account', 'Accounts', '001', account),
  object('Contact', 'Contacts', '003', contact),
  object('Opportunity', 'Opportunities', '006', opportunity),
  object('Lead', 'Leads', '00Q', lead),
  object('User', 'Users', '005', user),
];

/** The fields of an object that is made up later, with a name field of its own. */
export const customObject = (name: string, keyPrefix: string): ObjectDefinition => ({
  name,
  label: name.replace(/__c$/, '').replaceAll('_', ' '),
  labelPlural: name.replace(/__c$/, '').replaceAll('_', ' '),
  keyPrefix,
  fields: parseFields(`${first}\nName string(80) name${last}`),
});
