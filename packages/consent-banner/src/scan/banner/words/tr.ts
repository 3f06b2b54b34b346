import { phrases } from './phrases.ts'

export const tr = {
  accept: phrases(`
    kabul et | kabul ediyorum | tumunu kabul et | hepsini kabul et | tum cerezleri kabul et | izin ver |
    tumune izin ver | onayliyorum | anladim | tamam | evet | cerezleri kabul et
  `),
  reject: phrases(`
    reddet | tumunu reddet | hepsini reddet | reddediyorum | kabul etme | kabul etmiyorum | hayir |
    hayir tesekkurler | yalnizca gerekli | sadece gerekli | yalnizca gerekli cerezler | sadece gerekli cerezler |
    yalnizca zorunlu cerezler | sadece zorunlu cerezler | kabul etmeden devam et | sadece zorunlu
  `),
  settings: phrases(`
    ayarlar | cerez ayarlari | ozellestir | tercihler | tercihleri yonet | yonet | cerezleri yonet |
    daha fazla secenek | secenekler | ayrintilari goster | ayrintilar | sec | tercihlerimi yonet
  `),
  save: phrases(`
    kaydet | secimi kaydet | secimlerimi kaydet | ayarlari kaydet | tercihleri kaydet | onayla |
    secimlerimi onayla | secime izin ver | secilenleri kabul et | kaydet ve kapat
  `),
  withdraw: phrases(`
    onayi geri cek | rizayi geri cek | onayi degistir | cerez ayarlari | cerez tercihleri | cerezleri yonet |
    cerez yonetimi | onay yonetimi | gizlilik ayarlari
  `),
  about: phrases('cerez | cerezler | cerezleri | onay | riza | gizlilik | kisisel veri | cookie'),
  necessary: phrases('gerekli | zorunlu | kesinlikle gerekli | her zaman aktif | her zaman etkin'),
}
