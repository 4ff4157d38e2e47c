/** What is only ever spoken, and on no screen. */
export interface PhoneWords {
  /** Says yes. */
  readonly yes: string
  /** Says no. */
  readonly no: string
  /** Says no where that means leaving the call. */
  readonly leave: string
  /** Brings every question back. */
  readonly change: string
  /** The yes is recorded. `{{feature}}` is the feature's name, here and below. */
  readonly accepted: string
  /** The no is recorded. */
  readonly refused: string
  /** Neither is; the question comes again. */
  readonly failed: string
  /** It is on, and a yes from before counts. */
  readonly agreed: string
  /** It is over. */
  readonly off: string
}

/** Every language there is, by BCP 47. Only English was written by somebody who grew up with it. */
export const PHONE_WORDS: Readonly<Record<string, PhoneWords>> = {
  ar: {
    yes: 'لقول نعم، يُرجى الضغط على 1.',
    no: 'لقول لا، يُرجى الضغط على 2.',
    leave: 'لمغادرة المكالمة، يُرجى الضغط على 2.',
    change: 'لتغيير إجابة في أي وقت، يُرجى الضغط على النجمة ثم 6.',
    accepted: 'إجابتك بنعم على ميزة {{feature}} سارية.',
    refused: 'إجابتك بلا على ميزة {{feature}} سارية. لا يُستخدم أي شيء منك.',
    failed: 'تعذّر حفظ إجابتك. لا يُستخدم أي شيء منك.',
    agreed: 'ميزة {{feature}} قيد التشغيل، وإجابتك بنعم سارية.',
    off: 'توقفت ميزة {{feature}}.',
  },
  de: {
    yes: 'Für Ja drücken Sie die 1.',
    no: 'Für Nein drücken Sie die 2.',
    leave: 'Um den Anruf zu verlassen, drücken Sie die 2.',
    change: 'Um eine Antwort zu ändern, drücken Sie jederzeit Stern und dann 6.',
    accepted: 'Ihr Ja zu „{{feature}}“ gilt.',
    refused: 'Ihr Nein zu „{{feature}}“ gilt. Von Ihnen wird nichts verwendet.',
    failed: 'Ihre Antwort konnte nicht gespeichert werden. Von Ihnen wird nichts verwendet.',
    agreed: '„{{feature}}“ ist eingeschaltet, und Ihr Ja gilt.',
    off: '„{{feature}}“ ist ausgeschaltet.',
  },
  en: {
    yes: 'To say yes, press 1.',
    no: 'To say no, press 2.',
    leave: 'To leave the call, press 2.',
    change: 'To change an answer at any time, press star and then 6.',
    accepted: 'Your yes to {{feature}} counts.',
    refused: 'Your no to {{feature}} counts. Nothing of you is used.',
    failed: 'Your answer could not be saved. Nothing of you is used.',
    agreed: '{{feature}} is on, and your yes counts.',
    off: '{{feature}} is off.',
  },
  es: {
    yes: 'Para decir que sí, pulsa 1.',
    no: 'Para decir que no, pulsa 2.',
    leave: 'Para salir de la llamada, pulsa 2.',
    change: 'Para cambiar una respuesta en cualquier momento, pulsa asterisco y luego 6.',
    accepted: 'Tu sí a «{{feature}}» cuenta.',
    refused: 'Tu no a «{{feature}}» cuenta. No se usa nada tuyo.',
    failed: 'No se pudo guardar tu respuesta. No se usa nada tuyo.',
    agreed: '«{{feature}}» está en marcha, y tu sí cuenta.',
    off: '«{{feature}}» ya no está en marcha.',
  },
  fr: {
    yes: 'Pour dire oui, appuyez sur 1.',
    no: 'Pour dire non, appuyez sur 2.',
    leave: 'Pour quitter l’appel, appuyez sur 2.',
    change: 'Pour changer une réponse à tout moment, appuyez sur étoile, puis sur 6.',
    accepted: 'Votre oui à « {{feature}} » compte.',
    refused: 'Votre non à « {{feature}} » compte. Rien de vous n’est utilisé.',
    failed: 'Votre réponse n’a pas pu être enregistrée. Rien de vous n’est utilisé.',
    agreed: '« {{feature}} » : activé. Votre oui compte.',
    off: '« {{feature}} » : arrêté.',
  },
  he: {
    yes: 'כדי לומר כן, יש להקיש 1.',
    no: 'כדי לומר לא, יש להקיש 2.',
    leave: 'כדי לצאת מהשיחה, יש להקיש 2.',
    change: 'כדי לשנות תשובה בכל עת, יש להקיש כוכבית ואז 6.',
    accepted: 'ה”כן” שלך ל”{{feature}}” תקף.',
    refused: 'ה”לא” שלך ל”{{feature}}” תקף. לא נעשה שימוש בשום דבר שלך.',
    failed: 'לא ניתן היה לשמור את התשובה. לא נעשה שימוש בשום דבר שלך.',
    agreed: 'התכונה ”{{feature}}” פועלת, וה”כן” שלך תקף.',
    off: 'התכונה ”{{feature}}” כבויה.',
  },
  it: {
    yes: 'Per dire sì, premi 1.',
    no: 'Per dire no, premi 2.',
    leave: 'Per uscire dalla chiamata, premi 2.',
    change: 'Per cambiare una risposta in qualsiasi momento, premi asterisco e poi 6.',
    accepted: 'Il tuo sì a «{{feature}}» vale.',
    refused: 'Il tuo no a «{{feature}}» vale. Niente di tuo viene usato.',
    failed: 'Non è stato possibile salvare la tua risposta. Niente di tuo viene usato.',
    agreed: '«{{feature}}» è in corso, e il tuo sì vale.',
    off: '«{{feature}}» è finito.',
  },
  ja: {
    yes: '「はい」は1を押してください。',
    no: '「いいえ」は2を押してください。',
    leave: '通話から退出するには2を押してください。',
    change: '答えは、アスタリスクに続けて6を押すと、いつでも変えられます。',
    accepted: '「{{feature}}」への「はい」は有効です。',
    refused: '「{{feature}}」への「いいえ」は有効です。あなたのものは何も使われません。',
    failed: '答えを保存できませんでした。あなたのものは何も使われません。',
    agreed: '「{{feature}}」はオンです。あなたの「はい」は有効です。',
    off: '「{{feature}}」はオフです。',
  },
  ko: {
    yes: '‘예’는 1번을 누르세요.',
    no: '‘아니요’는 2번을 누르세요.',
    leave: '통화에서 나가려면 2번을 누르세요.',
    change: '답을 바꾸려면 언제든지 별표를 누른 다음 6번을 누르세요.',
    accepted: '‘{{feature}}’에 대한 ‘예’가 적용됩니다.',
    refused: '‘{{feature}}’에 대한 ‘아니요’가 적용됩니다. 내 것은 아무것도 사용되지 않습니다.',
    failed: '답을 저장하지 못했습니다. 내 것은 아무것도 사용되지 않습니다.',
    agreed: '‘{{feature}}’ 기능이 켜져 있고, ‘예’가 적용됩니다.',
    off: '‘{{feature}}’ 기능이 꺼져 있습니다.',
  },
  nl: {
    yes: 'Toets 1 voor ja.',
    no: 'Toets 2 voor nee.',
    leave: 'Toets 2 om het gesprek te verlaten.',
    change: 'Toets op elk moment sterretje en dan 6 om een antwoord te wijzigen.',
    accepted: 'Je ja op ‘{{feature}}’ telt.',
    refused: 'Je nee op ‘{{feature}}’ telt. Er wordt niets van je gebruikt.',
    failed: 'Je antwoord kon niet worden opgeslagen. Er wordt niets van je gebruikt.',
    agreed: '‘{{feature}}’ staat aan, en je ja telt.',
    off: '‘{{feature}}’ staat uit.',
  },
  pl: {
    yes: 'Aby powiedzieć „tak”, naciśnij 1.',
    no: 'Aby powiedzieć „nie”, naciśnij 2.',
    leave: 'Aby opuścić rozmowę, naciśnij 2.',
    change: 'Aby w dowolnej chwili zmienić odpowiedź, naciśnij gwiazdkę, a potem 6.',
    accepted: 'Liczy się Twoje „tak”: {{feature}}.',
    refused: 'Liczy się Twoje „nie”: {{feature}}. Nic Twojego nie jest wykorzystywane.',
    failed: 'Nie udało się zapisać odpowiedzi. Nic Twojego nie jest wykorzystywane.',
    agreed: 'Włączone: {{feature}}. Twoje „tak” się liczy.',
    off: 'Wyłączone: {{feature}}.',
  },
  'pt-BR': {
    yes: 'Para dizer sim, tecle 1.',
    no: 'Para dizer não, tecle 2.',
    leave: 'Para sair da chamada, tecle 2.',
    change: 'Para mudar uma resposta a qualquer momento, tecle asterisco e depois 6.',
    accepted: 'Seu sim a “{{feature}}” vale.',
    refused: 'Seu não a “{{feature}}” vale. Nada seu é usado.',
    failed: 'Não foi possível salvar sua resposta. Nada seu é usado.',
    agreed: '“{{feature}}” está ativado, e seu sim vale.',
    off: '“{{feature}}” está desativado.',
  },
  tr: {
    yes: 'Evet demek için 1’e basın.',
    no: 'Hayır demek için 2’ye basın.',
    leave: 'Görüşmeden ayrılmak için 2’ye basın.',
    change: 'Yanıtınızı değiştirmek için istediğiniz zaman yıldıza, sonra 6’ya basın.',
    accepted: '“{{feature}}” için evet yanıtınız geçerli.',
    refused: '“{{feature}}” için hayır yanıtınız geçerli. Size ait hiçbir şey kullanılmıyor.',
    failed: 'Yanıtınız kaydedilemedi. Size ait hiçbir şey kullanılmıyor.',
    agreed: '“{{feature}}” açık ve evet yanıtınız geçerli.',
    off: '“{{feature}}” kapalı.',
  },
  'zh-Hans': {
    yes: '同意请按 1。',
    no: '不同意请按 2。',
    leave: '要离开通话，请按 2。',
    change: '随时可以先按星号键、再按 6 来更改回答。',
    accepted: '您对“{{feature}}”的同意有效。',
    refused: '您对“{{feature}}”说的“不”有效。不会使用您的任何内容。',
    failed: '没能保存您的回答。不会使用您的任何内容。',
    agreed: '“{{feature}}”已开启，您的同意有效。',
    off: '“{{feature}}”已关闭。',
  },
}
