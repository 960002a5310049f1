/** Words that mean little, or the same as others. All are written as text-macros.ts writes words: lower case, no dots. */

/** Legal forms at the end of a company's name (a choice from ISO 20275 in the spellings that CRM data hold). */
export const legalForms: readonly string[] = (
  'incorporated|inc|corporation|corp|company|co|cos|limited liability company|public limited company|' +
  'open joint stock company|closed joint stock company|joint stock company|joint stock compan|private limited|' +
  'limited liability partnership|limited partnership|limited|ltd|ltda|limitada|llc|llp|lp|plc|pllc|pte ltd|pte|pty ltd|pty|pvt ltd|pvt|' +
  'and co|and company|gmbh and co kg|gmbh und co kg|gmbh|mbh|ag|kgaa|kg|ohg|ug|ev|eg|aktiengesellschaft|aktiengeselschaft|' +
  'gesellschaft mit beschrankter haftung|sa|sas|sasu|sarl|eurl|snc|sca|srl|spa|sl|slu|sau|sa de cv|s de rl de cv|sapi de cv|de cv|' +
  'bv|nv|vof|cv|bvba|ab|publ|as|asa|aps|oy|oyj|ehf|hf|sp z oo|spolka z oo|sp z o o|sro|doo|dd|ad|ood|eood|kft|zrt|nyrt|bt|ooo|oao|zao|' +
  'pao|ao|ojsc|cjsc|pjsc|jsc|oojsc|tov|at|prat|as|anonim sirketi|limited sirketi|kk|kabushiki kaisha|godo kaisha|sdn bhd|bhd|tbk|' +
  'ltd sti|pt|wll|fzco|fze|fz llc|saog|saoc|societa per azioni|societe anonyme|sociedad anonima|sociedade anonima'
).split('|');

/** Legal forms that stand before the name. */
export const leadingForms: readonly string[] = (
  'ooo|oao|zao|pao|ao|ojsc|cjsc|pjsc|jsc|tov|pt|srl|limited liability company|open joint stock company|' +
  'closed joint stock company|joint stock company|public joint stock company|societatea cu raspundere limitata'
).split('|');

/** Titles before a person's name. */
export const titleWords: readonly string[] =
  'mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|rev|hon|herr|frau|mme|mlle|monsieur|madame|sr|sra|srta|senor|senora|ing|dipl ing'.split(
    '|',
  );

/** Kinds of street and directions, which are written in many ways or left out. */
export const streetWords: readonly string[] =
  'street|str|st|avenue|ave|av|boulevard|blvd|blv|bd|road|rd|drive|dr|lane|ln|highway|hwy|court|ct|place|pl|plaza|square|sq|parkway|pkwy|terrace|circle|cir|way|east|west|north|south|e|w|n|s|ne|nw|se|sw|suite|ste|unit|apt|floor|fl|room|rm|no|nr'.split(
    '|',
  );

/** Providers at whose domain unrelated people have addresses. */
export const mailProviders: readonly string[] = (
  'gmail.com|googlemail.com|outlook.com|hotmail.com|hotmail.co.uk|hotmail.fr|hotmail.de|hotmail.it|hotmail.es|live.com|live.co.uk|live.fr|' +
  'msn.com|yahoo.com|yahoo.co.uk|yahoo.co.in|yahoo.co.jp|yahoo.fr|yahoo.de|yahoo.it|yahoo.es|yahoo.ca|yahoo.com.br|yahoo.com.au|ymail.com|' +
  'rocketmail.com|aol.com|aim.com|icloud.com|me.com|mac.com|gmx.com|gmx.de|gmx.net|gmx.at|gmx.ch|web.de|t-online.de|freenet.de|arcor.de|' +
  'mail.com|email.com|inbox.com|fastmail.com|fastmail.fm|hey.com|proton.me|protonmail.com|protonmail.ch|pm.me|tutanota.com|tuta.io|' +
  'zoho.com|yandex.ru|yandex.com|ya.ru|mail.ru|bk.ru|list.ru|inbox.ru|rambler.ru|qq.com|163.com|126.com|sina.com|sohu.com|foxmail.com|' +
  'naver.com|daum.net|hanmail.net|docomo.ne.jp|ezweb.ne.jp|softbank.ne.jp|nifty.com|orange.fr|wanadoo.fr|free.fr|laposte.net|sfr.fr|' +
  'libero.it|virgilio.it|tiscali.it|alice.it|terra.com.br|uol.com.br|bol.com.br|ig.com.br|comcast.net|verizon.net|att.net|sbcglobal.net|' +
  'bellsouth.net|cox.net|charter.net|earthlink.net|juno.com|btinternet.com|sky.com|virginmedia.com|talktalk.net|ntlworld.com|' +
  'bigpond.com|optusnet.com.au|shaw.ca|rogers.com|sympatico.ca|wp.pl|o2.pl|onet.pl|interia.pl|seznam.cz|centrum.cz|ukr.net|abv.bg|' +
  'rediffmail.com|mailinator.com|example.com|example.org|example.net'
).split('|');

/** Given names that stand for one another; the first of a line stands for all. */
export const nicknames: readonly (readonly string[])[] = `
abigail abby gail|albert al bert|alexander alex sandy xander alec sasha|alexandra alex sandra lexi|alfred alf fred freddie|andrew andy drew
anthony tony antony|barbara barb babs|benjamin ben benny|bernard bernie|beverly bev|bradley brad|calvin cal|cameron cam|catherine cathy kate katie cat katherine kathryn kathy kat kitty
charles charlie chuck chas charley|charlotte lottie charly|christine chris christina tina chrissy|christopher chris kit topher|cynthia cindy|daniel dan danny|david dave davy|deborah deb debbie debra|dennis denny
donald don donny|dorothy dot dottie|douglas doug|edward ed eddie ted ned|eleanor ellie nell nora|elizabeth liz beth eliza betty lizzie betsy libby elisabeth|emily em emmy|eugene gene|evelyn evie|florence flo
frances fran franny|francis frank|franklin frank|frederick fred freddie frederic|gabriel gabe|gabrielle gabby|geoffrey geoff jeffrey jeff|gerald gerry jerry|gregory greg|harold harry hal|harriet hattie|henry hank harry
isabella bella isabel izzy|jacob jake|jacqueline jackie|james jim jimmy jamie|janet jan|jeremy jerry|jessica jess jessie|john johnny jack jon|jonathan jon jonny|joseph joe joey|joshua josh|judith judy|julia julie
kenneth ken kenny|kimberly kim|lawrence larry laurence|leonard leo len lenny|leslie les|lillian lily|louis lou louie|lucas luke|madeline maddie|margaret meg maggie peggy marge margie|martin marty|matthew matt matty
maximilian max|melissa mel missy|michael mike mick mickey|michelle shelly|mitchell mitch|nancy nan|natalie nat|nathan nate nathaniel|nicholas nick nicky nicolas|nicole nikki|oliver ollie|olivia liv livvy|oscar ozzy
pamela pam|patricia pat patty trish tricia|patrick pat paddy|peter pete|philip phil phillip|rachel rach|raymond ray|rebecca becky becca|reginald reg reggie|richard rick dick rich ricky|robert bob rob bobby robbie
roger rodge|ronald ron ronnie|rosemary rose rosie|russell russ|samantha sam|samuel sam sammy|sarah sally sara|sebastian seb|sharon shari|sophia sophie sofia|stephanie steph|steven steve stephen|stuart stu stewart
susan sue suzie susie suzanne|theodore theo ted teddy|theresa terry tess teresa|thomas tom tommy|timothy tim timmy|valerie val|victor vic|victoria vicky tori|vincent vince vinny|virginia ginny|walter walt wally|wendy wendi
wesley wes|william bill will billy willy liam|winston win|zachary zach zack`
  .trim()
  .split(/[|\n]/)
  .map((line) => line.trim().split(' '));

/** Words in a company's name that say where it, or that part of it, is: countries and trading regions. */
export const placeWords: readonly string[] = (
  'usa us america american americas uk britain england scotland wales ireland france deutschland germany austria schweiz suisse switzerland ' +
  'italia italy espana spain portugal nederland netherlands holland belgium belgique luxembourg danmark denmark sverige sweden norge norway ' +
  'suomi finland iceland polska poland czech czechia slovakia hungary romania bulgaria greece turkey turkiye russia ukraine estonia latvia ' +
  'lithuania croatia serbia slovenia israel egypt morocco tunisia algeria nigeria kenya ghana ethiopia africa uae dubai qatar kuwait bahrain ' +
  'oman arabia iran iraq pakistan india bangladesh china hongkong taiwan japan korea singapore malaysia indonesia thailand vietnam philippines ' +
  'australia zealand canada mexico brasil brazil argentina chile colombia peru venezuela ecuador europe asia emea apac latam'
).split(' ');
