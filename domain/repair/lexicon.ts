/**
 * Words of the trade: what CRM, ERP, FinOps and ticketing systems call the same thing. General vocabulary, gathered
 * by meaning; no entry stands here for the sake of one source.
 */

/** `short: what it stands for`; where it could stand for several things the commonest in a column name is given. */
const abbreviationText = `
abbr abbre:abbreviation acc acct:account actv:active addl:additional addr adr:address adv:advance agg:aggregate
agt:agent alloc:allocation alt:alternate amt:amount app:application appr:approval appt:appointment apt:apartment
arr:array asst:assistant att:attachment attn:attention attr:attribute auth:authorization auto:automatic aux:auxiliary
avail:available avg:average bal:balance bd:birthdate bin:binary bldg:building bool:boolean brdt:birthdate
calc:calculated cal:calendar cap:capacity cat categ:category cd:code cert:certificate cfg conf:configuration
chg:change chk:check cls:class cmt:comment cnt:count cntct:contact cntry ctry:country comm:communication
cmp:company co:company coll:collection comp:company cond:condition conn:connection cont:contact conv:conversion
coord:coordinate corp:corporation cr:credit crd:card crt:create crncy ccy curr cur:currency ctx:context cust:customer
db:database dbl:double def:default deg:degree del:delete deliv:delivery dep dept:department deps:dependencies
desc descr dsc:description dest dst:destination dev:device diff:difference dim:dimension dir:directory disc:discount
dist:distance div:division doc:document dob:birthdate dt:date dte:date dur:duration edu:education eff:effective
emp empl:employee eml mail:email eng:engineering env:environment eq:equipment err:error est:estimated evt:event
exc:exception exec:execution exp:expiration ext:external fac:facility fig:figure flg:flag fmt:format fn:function
fname:firstname freq:frequency fwd:forward gen:generated gov:government govt:government grp:group gp:group hdr:header
hist:history hosp:hospital hq:headquarters hr:hour hrs:hours id:id idx:index img:image imp:import impl:implementation
inc incl:included ind:indicator ident:identifier info:information init:initial ins:insert inst:instance int:internal
intl:international inv:invoice iss:issue lang:language lat:latitude lbl:label len:length lib:library lim:limit
lname:lastname lnk:link lng lon:longitude loc:location lst:last lvl:level max:maximum med:medium mem:member
mfg:manufacturing mfr:manufacturer mgmt:management mgr mngr:manager min:minimum misc:miscellaneous mkt:market
mktg:marketing mob:mobile mod:modified mo:month msg:message mth:month mult:multiple natl:national nbr num nr no:number
neg:negative nm:name nxt:next obj:object occ:occurrence opp oppty:opportunity opt:option ops:operations ord:order
org:organization orig:original os:outstanding param:parameter pass pwd pw passwd:password pct perc:percent perf:performance
perm:permission pers:person ph:phone phys:physical pic:picture pk:key pkg:package pmt pymt:payment pos:position pref:preference
prefs:preferences prev:previous pri prio:priority prim:primary priv:private proc:process prod:product prof:profile prog:program
proj:project prom promo:promotion prop:property prov:province prt:print ptr:pointer pub:public pur purch:purchase
qa:quality qry:query qtr:quarter qty qnty quant:quantity rand:random rcv recv:receive rcvd recvd:received rec:record
recip:recipient ref:reference reg:region rel:relation rep:representative repr:representative req:request resp:response
res:result ret:return rev:revenue rgn:region rt:rate sal:salary sched:schedule sec:second secs:seconds seg:segment
sel:selected seq:sequence ser:serial sess:session sfx:suffix sig:signature sim:similarity sn:serialnumber spec:specification
sq:square src:source srv svc:service stat sts:status std:standard stmt:statement stk:stock str:string sub:subscription
subj:subject subs:subscription suppl:supplier supv:supervisor sz:size tbl:table tel:telephone temp tmp:temporary ter terr:territory
tgt:target thru:through tm:time tot ttl:total tran trans txn tx:transaction trk:track ts:timestamp txt:text typ:type
uid:userid univ:university upd:update updt:update usr:user util:utilization val:value var:variable ver vers:version
vend:vendor veh:vehicle vol:volume wgt:weight wh whs:warehouse wk:week wrk:work wt:weight xfer:transfer xref:crossreference
yr:year yrs:years ytd:yeartodate zip zipcode postcode plz:postalcode`;

/** Several words that are one term. */
const phraseText = `
sign in:login;log in:login;signin:login;logon:login;sign out:logout;log out:logout;signout:logout;sign up:signup;
zip code:postalcode;post code:postalcode;postal code:postalcode;e mail:email;web site:website;web page:website;
time stamp:timestamp;time zone:timezone;linked in:linkedin;face book:facebook;birth date:birthdate;birth day:birthdate;
date of birth:birthdate;birthday:birthdate;born on:birthdate;born at:birthdate;phone number:phone;telephone number:phone;
telephone:phone;cell phone:mobile;mobile phone:mobile;cellphone:mobile;mobile number:mobile;given name:firstname;first name:firstname;
family name:lastname;last name:lastname;sur name:lastname;surname:lastname;forename:firstname;user name:username;
full name:fullname;display name:displayname;job title:jobtitle;head count:headcount;file name:filename;
serial number:serialnumber;serial no:serialnumber;url slug:slug;check out:checkout;check in:checkin;drop down:dropdown;
fulfil:fulfill;fulfilment:fulfillment;up date:update;down load:download;up load:upload;pass word:password;
work flow:workflow;data base:database;data set:dataset;meta data:metadata;in voice:invoice;note pad:notepad;
web hook:webhook;black list:blacklist;white list:whitelist;back ground:background;call back:callback;
line item:lineitem;sub total:subtotal;sub category:subcategory;sub type:subtype;multi media:multimedia`;

/** Words for the same thing: any of a line can stand for any other. */
const sameText = `
status state condition
active enabled enable on activated live
inactive disabled disable off
finished completed done ended finish complete end concluded
begin start began started commence
created inserted added create creation entered
updated modified changed edited update modify change
deleted removed destroyed delete remove trashed
locked frozen lock freeze
guest anonymous
text body content message
description summary desc about details info information
note comment remark annotation memo
label title name caption heading
identifier id uuid guid
image picture photo
thumbnail preview avatar
author creator writer composer
sender from originator
receiver recipient addressee payee to
target destination
customer client buyer purchaser
company organization business firm
category class classification group kind type
sequence position rank index ordinal number
ancestor parent
invoice bill
shipping shipment delivery fulfillment dispatch
shipped delivered fulfilled dispatched sent
promotion promo campaign discount
discount rebate reduction
configuration setting settings option preference
percentage percent rate ratio
phone telephone
mobile cell
employee staff personnel worker
headcount employees
vendor supplier
manufacturer brand maker
city town municipality locality place
region state province county
country nation
postalcode postcode zip
website homepage web site
link url uri href permalink
locale language
visible shown displayed public published show display
hidden invisible hide
default standard
primary main principal
secondary alternate alternative other
owner assignee assigned responsible holder
stage phase step
probability likelihood chance
closed close closing closure completed won
due deadline
deal opportunity
birthdate birth
gender sex
salutation honorific greeting
revenue turnover sales
industry sector
tag label keyword
file document attachment
manager supervisor boss
error failure fault exception
retry attempt try
execution run
event occurrence
input request payload data
output response result
duration length elapsed
expiry expires expiration valid until expired expire
maximum limit max cap quota
quantity count number total items amount qty
cost price fee charge
amount value sum total
tax vat
secret password passphrase
secret token key
slug key code
anonymous guest
accepted approved confirmed
rejected declined refused denied
canceled cancelled aborted
archived archive
reference ref
verified confirmed validated
processed handled
dispatched delivered
provider type
reason cause
frequency interval period
login logon
username login
account acct
street address
headquarters head office
weight mass
serialnumber serial
warranty guarantee
amount volume
signature sign
salary wage pay compensation
rating score grade
template blueprint pattern
hash encrypted digest encoded
encrypted hashed
currency money
unit uom
order purchase
vote ballot
question query
answer reply response
host server
device machine
history log
job task
session visit
supplier vendor`;

/** Words of the same field of meaning: a rename between them happens, but proves little by itself. */
const nearText = `
person people user member contact customer participant author owner employee individual client account receiver subject profile
company organization team group tenant workspace account department institution community
product item article project good material sku
order transaction payment purchase cart invoice booking conversation
post article message status entry comment
parent target source container subject owner
type kind format mode style form
category taxon tag topic genre department
location place address site area zone
plan subscription package tier
card payment
attribute property field key parameter characteristic
list run batch collection
level tier grade stage
image media asset file
class key
stage status state pipeline
definition specification schema
method profile mode rule policy
filter query
shipment fulfillment order
reply response answer
product service offering
connector source integration connection
billing payment invoice
price amount cost value total
date time at on
percentage commission
instruction note
secret token
number order
person user
image logo picture icon
link reference
user staff agent`;

/** Words that say of what kind a value is, or nothing at all; on their own they hardly tell two fields apart. */
const genericText = `id at on is has by of the a an in for to date time name type count number flag value code key data new old
current last this my s c custom field fk pk property prop col column uuid ids`;

const words = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');

function abbreviationEntries(): [string, string][] {
  const entries: [string, string][] = [];
  let pending: string[] = [];
  for (const word of words(abbreviationText)) {
    const [short = '', long] = word.split(':');
    pending.push(short);
    if (long === undefined) continue;
    entries.push(...pending.map((each): [string, string] => [each, long]));
    pending = [];
  }
  return entries;
}

const lines = (text: string): string[][] =>
  text
    .split('\n')
    .map(words)
    .filter((line) => line.length > 0);

/** Short form → long form, one word each. */
export const abbreviations: ReadonlyMap<string, string> = new Map(abbreviationEntries());

/** Words in a row → the one term they make. The longest phrases have four words. */
export const phrases: ReadonlyMap<string, string> = new Map(
  phraseText
    .split(';')
    .map((entry) => entry.trim().split(':'))
    .map(([from = '', to = '']): [string, string] => [from, to]),
);

/** Groups of words for the same thing. */
export const sameWords: readonly (readonly string[])[] = lines(sameText);

/** Groups of words of the same field of meaning. */
export const nearWords: readonly (readonly string[])[] = lines(nearText);

/** Words of little weight. */
export const genericWords: ReadonlySet<string> = new Set(words(genericText));

/** Every word of the lexicon, for cutting names that are written together. */
export const vocabulary: ReadonlySet<string> = new Set(
  [
    ...words(abbreviationText.replaceAll(':', ' ')),
    ...words(phraseText.replaceAll(/[:;]/gu, ' ')),
    ...words(sameText),
    ...words(nearText),
    ...words(`first middle last full given annual yearly monthly weekly daily number line job hs is has expected estimated forecast
    actual closed open lost won reason next previous step mailing billing shipping home work office fax mobile assistant
    business lead source rating tax year net gross unit base local weighted lifecycle owner deal opportunity company contact
    account user team stage pipeline probability close create update modified system date time stamp employees employee
    revenue industry website domain email phone street city state country postal code zip region county address web blog
    twitter linkedin facebook instagram skype google xero sync synced import external internal legacy image url
    priority score birth anniversary spouse children gender marital status preferred method department title salutation
    suffix prefix middle nick name description currency exchange amount price discount total cost model make series item order product invoice
    payment customer supplier service resource region usage charge list unit quantity subscription record object parent child`),
  ].filter((word) => word.length >= 2),
);
