import type { ServiceEntry } from './service-entry.ts'

/** Services and names without which sites do not work: payment, protection, sessions, records of consent, files. */
export const necessary: readonly ServiceEntry[] = [
  {
    name: 'Stripe',
    provider: 'Stripe',
    purpose: 'necessary',
    hosts: 'stripe.com stripe.network',
    cookies: '__stripe_mid __stripe_sid',
  },
  {
    name: 'PayPal',
    provider: 'PayPal',
    purpose: 'necessary',
    hosts: 'paypal.com paypalobjects.com',
    cookies: 'ts_c x-pp-s tsrce l7_az nsid',
  },
  {
    name: 'Klarna',
    provider: 'Klarna',
    purpose: 'necessary',
    hosts: 'klarna.com klarnacdn.net',
  },
  {
    name: 'hCaptcha',
    provider: 'Intuition Machines',
    purpose: 'necessary',
    hosts: 'hcaptcha.com',
    cookies: 'hc_accessibility __cflb',
  },
  {
    name: 'Cloudflare',
    provider: 'Cloudflare',
    purpose: 'necessary',
    hosts: 'challenges.cloudflare.com',
    paths: [/\/cdn-cgi\/(challenge-platform|scripts|bm|l)\//],
    cookies: '__cf_bm _cfuvid cf_clearance __cfruid cf_use_ob __cflb cf_ob_info cf_chl_*',
  },
  {
    name: 'Akamai',
    provider: 'Akamai',
    purpose: 'necessary',
    cookies: 'ak_bmsc bm_sz bm_sv bm_mi _abck akacd_* bm_*',
  },
  {
    name: 'Imperva',
    provider: 'Thales',
    purpose: 'necessary',
    cookies: 'visid_incap_* incap_ses_* nlbi_* reese84 ___utmv*',
  },
  {
    name: 'DataDome',
    provider: 'DataDome',
    purpose: 'necessary',
    hosts: 'datadome.co captcha-delivery.com',
    cookies: 'datadome',
  },
  {
    name: 'Load balancer',
    purpose: 'necessary',
    cookies: `
      AWSALB* AWSELB* ARRAffinity* SERVERID* BIGipServer* TS01* lb_* GCLB TiPMix x-ms-routing-name route sticky*
      INGRESSCOOKIE* fly-* __cflb ApplicationGatewayAffinity* NSC_* citrix_ns_id* KEMPID SRVGROUP
    `,
  },
  {
    name: 'Session',
    purpose: 'necessary',
    cookies: `
      *sess* team_context sid *.sid *_sid SSID_* PHPSESSID JSESSIONID* ASP.NET_SessionId .ASPXAUTH .AspNet* .AspNetCore.*
      __RequestVerificationToken* laravel_session ci_session connect.sid __Host-* __Secure-next-auth* next-auth.*
      authjs.* __Secure-authjs* auth* *_auth token *_token jwt remember_* wordpress_* wp-settings-*
      wp_woocommerce_session_* woocommerce_* sb-*-auth-token* __session __client_uat* SESS* SSESS* fe_typo_user
      be_typo_user CONCRETE* cfid cftoken _secure_session_id keep_alive cart cart_* cart-* _cart* basket*
      secure_customer_sig localization cart_currency _shopify_essential dynamic_checkout_shown_on_cart
      storefront_digest private_content_version mage-* form_key X-Magento-Vary section_data_ids sw-* frontend
      frontend_cid timezone redirect_after_login
    `,
    storage: 'cart* basket* mage-* sb-*-auth-token firebase:authUser* auth* token *_token',
  },
  {
    name: 'Forgery protection',
    purpose: 'necessary',
    cookies: '*csrf* *xsrf* *antiforgery* authenticity_token _token',
  },
  {
    name: 'Language and display',
    purpose: 'necessary',
    cookies: `
      lang language locale *_lang *_locale *-locale NEXT_LOCALE i18n* i18next* pll_language wp-wpml_* _icl_*
      currency country region theme color-scheme color-mode dark-mode darkmode viewport* fontsize
    `,
    storage: `
      lang language locale i18nextLng theme *-theme *_theme color-* dark-mode darkmode chakra-ui-color-mode
      vueuse-color-scheme mui-mode
    `,
  },
  {
    name: 'Consent record',
    purpose: 'necessary',
    hosts: `
      cookielaw.org onetrust.com cookiebot.com cookiebot.eu usercentrics.eu usercentrics.com didomi.io
      privacy-center.org consentmanager.net consentmanager.mgr.consensu.org quantcast.mgr.consensu.org
      cmp.inmobi.com cmp.quantcast.com trustarc.com truste.com privacy-mgmt.com sp-prod.net cookieyes.com
      cookie-script.com cookiefirst.com iubenda.com termly.io osano.com axept.io cookieinformation.com
      civiccomputing.com ketchcdn.com transcend.io transcend-cdn.com fundingchoicesmessages.google.com
      commander1.com tarteaucitron.io consent.cookiefirst.com cdn-cookieyes.com cookiehub.net cookiehub.eu
      securiti.ai enzuzo.com c15t.dev c15t.com silktide.com
    `,
    cookies: `
      *consent* sotto-* *gdpr* *ccpa* cookieyes* cky-* OptanonAlertBoxClosed OptanonConsent OTGPPConsent eupubconsent*
      euconsent* addtl_consent usprivacy IABGPP* cc_cookie klaro tarteaucitron cmplz_* borlabs-cookie didomi_token
      axeptio_* cookielawinfo-* viewed_cookie_policy CookieControl CookieInformation* __cmp* notice_* TAconsentID
      truste.* moove_gdpr_popup _iub_cs-* cookiefirst-* osano_* FCCDCF FCNEC FCOEC uc_* complianz* hs-eu-*
      __hs_opt_out __hs_do_not_track _tracking_consent _cmp_a cookie_policy* cookie_notice* cookie-notice*
      cookie_settings* cookie-settings* cookie_preferences* cookie-preferences* cookies_accepted cookies_policy
      cookie_accepted cookies-accepted cookieconsent_status cookieControl* privacy_* privacy-* c15t* optout*
      opt-out* opt_out* ga-disable-*
    `,
    storage: `
      *consent* sotto-* *gdpr* klaro cc_cookie uc_* ucString ucData usercentrics* didomi_* CMPList __cmp* _sp_* truste*
      trustarc* axeptio* osano_* borlabs* tarteaucitron* c15t* cookie-preferences* cookie_preferences*
      cookieSettings* tcf* iab* optout*
    `,
  },
  {
    name: 'Static files',
    purpose: 'necessary',
    hosts: `
      cdnjs.cloudflare.com cdn.jsdelivr.net unpkg.com ajax.googleapis.com code.jquery.com
      stackpath.bootstrapcdn.com maxcdn.bootstrapcdn.com cdn.tailwindcss.com esm.sh cdn.shopify.com ctfassets.net
      cdn.sanity.io imgix.net cloudinary.com images.prismic.io storyblok.com wp.com use.fontawesome.com
      kit.fontawesome.com ka-f.fontawesome.com static.wixstatic.com squarespace-cdn.com website-files.com
      githubusercontent.com vercel-storage.com akamaized.net bootstrapcdn.com
    `,
  },
]
