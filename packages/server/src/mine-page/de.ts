import type { MineWords } from './en.ts'

/** The same in German. */
export const de: MineWords = {
  title: 'Was über Sie festgehalten ist',
  lead: 'Aus einer Besprechung, so wie es jetzt festgehalten ist. Wer die Adresse dieser Seite hat, sieht, was Sie sehen, und kann hier tun, was Sie tun können. Behalten Sie sie für sich.',
  ends: 'Dieser Link endet',
  endsErasing: 'sobald alle Verarbeiter das Löschen bestätigt haben, und nicht vor {time}',
  controllers: 'Wer dafür verantwortlich ist',
  policy: 'Datenschutzerklärung',
  nothingAsked: 'In dieser Besprechung wurden Sie nichts gefragt.',
  withdraw: 'Mein Ja zu „{feature}“ zurücknehmen',
  object: 'Nein zu „{feature}“ sagen',
  withdrawSays:
    'Von da an wird dafür nichts mehr von Ihnen erfasst. Was vorher erfasst wurde, bleibt, bis es gelöscht ist; das können Sie danach verlangen.',
  withdrawForAll:
    'Geht der Anruf noch weiter, endet es damit für alle, und sie können erraten, dass Sie es waren.',
  erase: 'Löschen lassen, was „{feature}“ erfasst hat',
  eraseSays:
    'Jeder Verarbeiter erfährt es, sobald er erreichbar ist, und muss es bestätigen. Wer bestätigt hat, steht dann hier.',
  erasingOpen: 'Laden Sie diese Seite später noch einmal, um zu sehen, wer bestätigt hat.',
  erasingDone: 'Alle, von denen es verlangt wurde, haben es bestätigt.',
  gone: 'Das betreibt niemand mehr, es lässt sich hier also nicht ändern. Wenden Sie sich an den Betreiber der Besprechung.',
  unavailable:
    'Das ist noch nicht festgehalten. Bitte sehen Sie in einigen Minuten noch einmal nach, und drücken Sie noch einmal, wenn sich nichts geändert hat.',
  end: 'Diesen Link beenden',
  endSays:
    'Über ihn kommt dann niemand mehr hierher, auch Sie nicht. Was über Sie festgehalten ist, bleibt, wie es ist, und was Sie verlangt haben, läuft weiter.',
  language: 'Sprache',
  endedTitle: 'Dieser Link ist beendet',
  ended:
    'Über ihn kommt niemand mehr hierher. Was über Sie festgehalten ist, bleibt, wie es ist, und was Sie verlangt haben, läuft weiter.',
  waitTitle: 'Im Moment nicht',
  nothingTitle: 'Hier ist nichts',
  unknown:
    'Dieser Link führt nirgendwohin. Er wurde beendet oder durch einen neueren ersetzt, oder es gab ihn nie.',
  over: 'Die Zeit dieses Links ist vorbei. Er galt so lange, wie das Erfasste aufbewahrt werden durfte.',
  erased:
    'Wer Sie in jener Besprechung waren, wurde gelöscht. Nichts nennt Sie dort mehr, es gibt also nichts zu sehen und nichts zurückzunehmen.',
  purged:
    'Alles, was über jene Besprechung festgehalten war, wurde gelöscht. Es gibt nichts zu sehen und nichts zurückzunehmen.',
  tooOften: 'Das war zu oft. Bitte laden Sie diese Seite in einigen Sekunden noch einmal.',
  openMine: 'Meine Seite öffnen',
  openSays:
    'Sehen, was über Sie festgehalten ist, es zurücknehmen und löschen lassen, auch nach dem Anruf. Behalten Sie diesen Link für sich: Wer ihn hat, kann dasselbe. Er ersetzt einen früheren.',
}
