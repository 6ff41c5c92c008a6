//! Texts in Japanese, for staff. Words of the official app (有効, 無効, 取得失敗, 目視確認 …) are kept as they are there.

use super::keys::{Action, Card, Check, Day, Label, Login, LossReason, Status, Tool, Verdict};
use super::language::{Manner, OutcomeWords, Table, Text, brief, text};
use crate::names;
use desk::{
    ChoiceOf, Coverage, DiagnosisItem, LampColour, LateGood, MenuItem, PadPause, Pref, PurposeChoice,
};
use model::{FallbackKind, Source};
use wire::Outcome;
use wire::{LineGrade, Method, Purpose, ReaderState};

/// The language of staff.
pub(super) struct Japanese;

impl Table for Japanese {
    fn manner(&self) -> Manner {
        Manner { name: "日本語", line_break: "", smallest_sentence: 12 }
    }

    fn card(&self, key: &Card) -> Text {
        match key {
            Card::PlaceCard => text("カードを\n置いてください"),
            Card::TakeLastCard => text("前のカードを\n取ってください"),
            Card::MethodLabel => brief("本人認証", "認証"),
            Card::PurposeLabel => text("目的"),
            Card::Reader => text("リーダー異常"),
            Card::ReaderAbsent => brief(
                "カードリーダーが\nつながっていません。\nUSBを差し直してください。",
                "つながっていません\nUSBを差し直す",
            ),
            Card::ReaderFault => brief(
                "カードリーダーが\n応答しません。\nUSBを差し直してください。",
                "応答しません\nUSBを差し直す",
            ),
            Card::Reading => text("読み取り中"),
            Card::HoldStill => brief("カードを\n動かさないでください", "カードを\n動かさない"),
            Card::Compare => text("顔の確認"),
            Card::CompareAsk => brief("カードの写真と\n本人は同じ人ですか", "写真と本人は\n同じ人ですか"),
            Card::CompareCard => text("カードは取って見てかまいません"),
            Card::Pin => text("暗証番号"),
            Card::PinAsk => brief("4けたを入力してください", "4けたを入力"),
            Card::PinWheel => brief("▲▼で数字、OKで決定", "▲▼で数字"),
            Card::PinSend => brief("OKを押してください", "OKを押す"),
            Card::PinWrong => brief("暗証番号が違います", "番号が違います"),
            Card::LastTry => text("最後の1回"),
            Card::LastTryAsk => brief(
                "違うとロックされます。\n解除は市区町村の窓口だけです。\n本当に照合しますか",
                "違うとロックします\n本当に照合しますか",
            ),
            Card::PadAsk => {
                brief("カードリーダーのキーで\n4けたを入力し\n確定を押してください", "リーダーで4けた入力")
            }
            Card::PadLeave => brief(
                "カードリーダーの\n取消キーを押してください\nそのあと、ここで入力します",
                "リーダーで取消を押す",
            ),
            Card::LastTryPad => brief(
                "違うとロックされます。\n解除は市区町村の窓口だけです。\n本当に入力しますか",
                "違うとロックします\n本当に入力しますか",
            ),
            Card::Signing => text("照合中"),
            Card::PinLocked => brief("暗証番号ロック", "番号ロック"),
            Card::PinLockedSay => brief(
                "暗証番号は使えません。\n解除は市区町村の窓口です。\n目視で続けられます。",
                "解除は市区町村窓口\n目視で続けられます",
            ),
            Card::NoChallenge => brief("暗証番号 不可", "番号 不可"),
            Card::NoChallengeSay => brief(
                "確認番号の手持ちがありません。\n回線が戻ると使えます。\n目視で続けられます。",
                "回線が戻ると使えます\n目視で続けられます",
            ),
            Card::CardProblem => text("受付できません"),
            Card::Expired => text("期限切れ"),
            Card::ExpiredSay => brief(
                "電子証明書の期限から\n3か月を過ぎています。\n別の方法で確認してください。",
                "3か月を過ぎています\n別の方法で確認",
            ),
            Card::NotYet => text("有効期間前"),
            Card::NotYetSay => brief(
                "電子証明書がまだ有効では\nありません。\n別の方法で確認してください。",
                "まだ使えません\n別の方法で確認",
            ),
            Card::LastDay => brief("証明書の期限", "期限"),
            Card::FirstDay => brief("証明書の開始", "開始"),
            Card::Method(Method::Visual) => text("目視"),
            Card::Method(Method::Pin) => brief("暗証番号", "暗証"),
            Card::Purpose(Purpose::HealthCheckup) => brief("特定健診", "健診"),
            Card::Purpose(Purpose::HealthGuidance) => brief("特定保健指導", "保健指導"),
            Card::TicketKept(tail) => {
                brief(format!("受診券 …{tail} を次の受付に付けます"), format!("券{tail}"))
            }
            Card::Ticket(tail) => brief(format!("受診券 …{tail}"), format!("券{tail}")),
            Card::CertificateEndsSoon => brief("証明書の更新が必要", "証明書更新要"),
            Card::CertificateGrace => brief("証明書期限切れ：猶予中", "証明書切れ猶予"),
            Card::PadRests(PadPause::Wrong | PadPause::LastTry) => {
                brief("暗証番号が違います。\nOKでもう一度\nリーダーに入力できます。", "番号が違います")
            }
            Card::PadRests(PadPause::TimedOut) => brief(
                "時間切れです。\n回数は減っていません。\nOKでもう一度入力できます。",
                "時間切れ：回数そのまま",
            ),
            Card::PadRests(PadPause::Cancelled) => brief(
                "取り消されました。\n回数は減っていません。\nOKでもう一度入力できます。",
                "取消：回数そのまま",
            ),
            Card::PadRests(PadPause::WrongLength) => brief(
                "4けたではありません。\n回数は減っていません。\nOKでもう一度入力できます。",
                "4けたではありません",
            ),
            Card::PadTimedOut => text("時間切れ"),
            Card::PadCancelled => brief("取り消されました", "取消"),
            Card::PadWrongLength => brief("4けたではありません", "4けたではない"),
            Card::TriesLeft(left) => text(format!("残り{left}回")),
        }
    }

    fn check(&self, key: &Check) -> Text {
        match key {
            Check::Saving => text("保存中"),
            Check::SavingSay => text("そのまま\nお待ちください"),
            Check::Waiting => brief("問い合わせ中", "問合せ中"),
            Check::TakeCard => brief("カードを取ってください", "カードを取る"),
            Check::NotYetConfirmed => brief("まだ確認できていません", "まだ未確認です"),
            Check::Pending => text("未確認"),
            Check::PendingUnder => text("送信待ち"),
            Check::PendingSay => brief("番号を書きとめてください", "番号を\n書きとめる"),
            Check::Reception => brief("受付番号", "受付"),
            Check::ReceptionNarrow => text("受\n付"),
            Check::OutOfOrder => text("使用不可"),
            Check::NotSaved => text("取得失敗"),
            Check::Full => text("取得失敗"),
            Check::FullUnder => text("満杯"),
            Check::NotSavedUnder => text("保存できません"),
            Check::Late => text("要対応"),
            Check::LateUnder => text("あとから届いた結果"),
            Check::LateSay => brief("受診者に伝え、別の方法で確認してください", "本人に伝え別の方法"),
            Check::Captured => text("受付時刻"),
            Check::ClockDoubtful => text("（時計未確認）"),
            Check::LeftSeconds(seconds) => text(format!("残り{seconds}秒")),
            Check::More(count) => brief(format!("ほかに{count}件"), format!("他{count}")),
            Check::LateGood(LateGood { reception, more: 0 }) => {
                brief(format!("待っていた受付 {reception} は有効でした"), format!("受付{reception}は有効"))
            }
            Check::LateGood(LateGood { reception, more }) => brief(
                format!("待っていた受付 {reception} ほか{more}件は有効でした"),
                format!("受付{reception}他{more}有効"),
            ),
        }
    }

    fn day(&self, key: &Day) -> Text {
        match key {
            Day::PurposeRefused => brief("本人確認のみは不可", "本人確認のみ"),
            Day::PurposeRefusedSay => brief(
                "本人確認のみの利用は\n認められていません。\n契約先の保険者の加入者かを\n確認するためのものです。",
                "認められていません\n契約の確認用です",
            ),
            Day::Papers => text("別の証明"),
            Day::PapersUnder => text("見せてもらったもの"),
            Day::Other => text("その他"),
            Day::Kept => text("記録しました"),
            Day::Details => brief("くわしい内容を見る", "くわしい内容"),
            Day::Speak => brief("結果を読み上げる", "読み上げる"),
            Day::Looking => text("調べています"),
            Day::LookingSay => brief("そのまま\nお待ちください", "お待ちください"),
            Day::RecallFailed => text("表示できません"),
            Day::NotDone => brief("できませんでした", "できません"),
            Day::Checks => text("受付"),
            Day::Waiting => text("未確認"),
            Day::StillWaiting => brief("送信待ち", "待ち"),
            Day::ToAcknowledge => text("要対応"),
            Day::WithoutCard => brief("カードなし", "ｶｰﾄﾞ無"),
            Day::OtherProofs => brief("別の証明", "別証明"),
            Day::NothingWaits => brief("送信待ちはありません", "待ちなし"),
            Day::PowerOff => brief("電源を切りますか", "電源を切る?"),
            Day::PoweringOff => brief("電源を切っています", "終了中"),
            Day::PoweringOffSay => {
                brief("画面が消えるまで\n電源を抜かないでください", "画面が消えるまで\n抜かないでください")
            }
            Day::List(of) => list(*of),
            Day::Empty(ChoiceOf::Checks) => brief("受付はありません", "ありません"),
            Day::Empty(_) => text("ありません"),
            Day::Menu(item) => menu(*item),
            Day::Purpose(PurposeChoice::Checkup) => text("特定健診"),
            Day::Purpose(PurposeChoice::Guidance) => text("特定保健指導"),
            Day::Purpose(PurposeChoice::IdentityOnly) => text("本人確認のみ"),
            Day::Fallback(kind) => fallback(*kind).0,
            Day::FallbackMark(kind) => text(fallback(*kind).1),
            Day::Recalled(day, source) => {
                let from = match source {
                    Source::Centre => "センター",
                    Source::Sealed => "端末の控え",
                };
                let (month, day) = (day.month(), day.day());
                brief(format!("控えの表示 {month}月{day}日の受付 {from}"), format!("控え{month}/{day}"))
            }
            Day::Number(digits) => brief(format!("受付番号 {digits}"), format!("番号{digits}")),
            Day::Numbers(day) => {
                let (month, day) = (day.month(), day.day());
                brief(format!("{month}月{day}日の集計"), format!("{month}/{day}集計"))
            }
            Day::Sum { checks, without_card } => {
                let all = checks.saturating_add(*without_card);
                brief(
                    format!("合計 {all}人（受付 {checks}・カードなし {without_card}）"),
                    format!("計{all}人"),
                )
            }
            Day::StillWaitingSince(minutes) => brief(format!("送信待ち {}", age(*minutes)), "待ち"),
            Day::OtherProofsWithoutCard(count) => text(format!("別の証明（うちカードなし {count}）")),
            Day::PowerOffSay(0) => brief("送信待ちはありません。\n電源を切れます。", "送信待ちはありません"),
            Day::PowerOffSay(waiting) => brief(
                format!("送信待ちが{waiting}件あります。\n消えずに残り、次に電源を\n入れたとき送信します。"),
                format!("送信待ち{waiting}件は残ります"),
            ),
            Day::StillCalls(late) => {
                brief(format!("要対応が{late}件残っています"), format!("要対応が{late}件"))
            }
        }
    }

    fn login(&self, key: &Login) -> Text {
        match key {
            Login::NoStaff => brief("職員の登録なし", "職員登録なし"),
            Login::NoStaffSay => {
                brief("使える職員が登録されていません。\n技術担当に連絡してください。", "技術担当に連絡")
            }
            Login::Passcode => text("パスコード"),
            Login::NewPasscode => brief("新しいパスコード", "新パスコード"),
            Login::NewStaff => brief("新しい職員", "職員"),
            Login::PasscodeAsk => text("数字を入れてOK"),
            Login::PasscodeLength => brief("4～12けたの数字", "4～12けた"),
            Login::PasscodeAgain => brief("もう一度、同じ数字", "もう一度"),
            Login::Wrong => brief("パスコードが違います", "違います"),
            Login::WrongBeforeWait => brief("パスコードが違います", "違います あと1回"),
            Login::NextWaits => text("次も違うと、しばらく入力できません"),
            Login::Mismatch => brief("2回の数字が違います", "2回が違います"),
            Login::Unknown => brief("この職員は登録がありません", "登録がありません"),
            Login::Wait => text("お待ちください"),
            Login::WaitSay => {
                brief("パスコードを続けて間違えたため、\nしばらく入力できません", "続けて間違えました")
            }
            Login::Badge => text("職員証"),
            Login::BadgeSay => {
                brief("職員証をカードリーダーに\n置いてください", "リーダーに\n置いてください")
            }
            Login::NewBadge => brief("新しい職員の職員証", "新しい職員証"),
            Login::NewBadgeSay => brief(
                "使う職員証をカードリーダーに置くか、\n職員証なしで終えてください",
                "リーダーに置く\nなしはOK",
            ),
            Login::BadgeOther => brief("この職員証ではありません", "別の職員証です"),
            Login::NewBadgeOther => brief("ほかの職員の職員証です", "ほかの人の物です"),
            Login::Added => text("追加しました"),
            Login::WithBadge => text("職員証も登録しました"),
            Login::WithoutBadge => text("職員証なし"),
            Login::AddedAs(label) => {
                brief(format!("{label}\nこの名前で使えます"), format!("{label}\nで使えます"))
            }
            Login::WaitFor(seconds @ 0..60) => text(format!("{seconds}秒")),
            Login::WaitFor(seconds) => text(format!("{}分{:02}秒", seconds / 60, seconds % 60)),
        }
    }

    fn action(&self, key: &Action) -> Text {
        match key {
            Action::Back => text("戻る"),
            Action::Only => text(""),
            Action::Stop => text("中止"),
            Action::Same => text("同じ人"),
            Action::Delete => brief("1字消す", "消す"),
            Action::Send => brief("照合する", "照合"),
            Action::Here => brief("ここで入力", "ここ"),
            Action::OnReader => brief("リーダーで", "リーダー"),
            Action::Visual => brief("目視で続ける", "目視"),
            Action::Close => text("閉じる"),
            Action::Acknowledge => brief("対応した", "済"),
            Action::Show => brief("内容を見る", "内容"),
            Action::Seen => brief("お知らせを消す", "消す"),
            Action::Select => text("選ぶ"),
            Action::Take => text("決定"),
            Action::Open => text("開く"),
            Action::Find => brief("番号で検索", "検索"),
            Action::Menu => text("メニュー"),
            Action::DropTicket => brief("券を外す", "券外す"),
            Action::Method => text("認証"),
            Action::Purpose => text("目的"),
            Action::OtherProof => brief("別の証明", "別証明"),
            Action::Other => brief("その他", "他"),
            Action::Speak => brief("読み上げ", "音声"),
            Action::Details => brief("記号・番号", "詳細"),
            Action::Digit => text("数字"),
            Action::Next => text("次へ"),
            Action::TurnPage => brief("ページ", "頁"),
            Action::PowerOff => brief("電源を切る", "切る"),
            Action::Skip => brief("付けない", "なし"),
            Action::AddBadge => brief("職員証を付ける", "職員証"),
            Action::Finish => text("終わる"),
            Action::Change => text("変える"),
            Action::Enter => text("入れる"),
        }
    }

    fn label(&self, key: &Label) -> Text {
        match key {
            Label::InsurerNumber => brief("保険者番号", "保険者"),
            Label::Symbol => text("記号"),
            Label::Number => text("番号"),
            Label::Branch => text("枝番"),
            Label::Share => text("負担"),
            Label::Until => brief("資格終了", "終了"),
            Label::Reason => brief("喪失事由", "事由"),
            Label::LossReason(LossReason::Death) => text("死亡"),
            Label::LossReason(LossReason::PublicAssistance) => text("生活保護開始"),
            Label::LossReason(LossReason::InsuredElsewhere) => text("他の資格を取得"),
            Label::LossReason(LossReason::Other) => text("その他"),
            Label::Born(date) => brief(format!("{}生", names::date(date)), names::plain_date(date)),
            Label::Date(date) => brief(names::date(date), names::plain_date(date)),
        }
    }

    fn status(&self, key: &Status) -> Text {
        match key {
            Status::SeeCode => text("コード表"),
            Status::BytesMark => text("上限"),
            Status::Line(LineGrade::Good) => text("良好"),
            Status::Line(LineGrade::Weak) => text("弱い"),
            Status::Line(LineGrade::Down) => text("圏外"),
            Status::Late(count) => brief(format!("要対応{count}"), format!("要{count}")),
            Status::Queue { waiting, oldest_min: None } => {
                brief(format!("送信待ち{waiting}件"), format!("待{waiting}"))
            }
            Status::Queue { waiting, oldest_min: Some(minutes) } => {
                let age = age(*minutes);
                brief(format!("送信待ち{waiting}件 {age}"), format!("待{waiting} {age}"))
            }
        }
    }

    fn tool(&self, key: &Tool) -> Text {
        match key {
            Tool::Diagnosis => text("機器の点検"),
            Tool::Collecting => text("調べています"),
            Tool::SelfTest => brief("動作を試す", "試す"),
            Tool::Pattern => brief("画面：色と枠が全部見えますか", "枠が全部見えますか"),
            Tool::Keys => brief("キーの確認", "キー"),
            Tool::KeysSay => brief("キーを押すと表示します", "キーを押してください"),
            Tool::KeysLeave => brief("OK 2回で次へ・戻る 2回で終わり", "OK2回で次へ"),
            Tool::Lamp => brief("ランプの確認", "ランプ"),
            Tool::Buzzer => brief("ブザーの確認", "ブザー"),
            Tool::BuzzerSay => brief("音が聞こえますか", "聞こえますか"),
            Tool::Again => brief("もう一度", "再度"),
            Tool::Reader => brief("リーダーの確認", "リーダー"),
            Tool::End => text("終わる"),
            Tool::Pref(Pref::Volume(_)) => text("音量"),
            Tool::Pref(Pref::Brightness(_)) => text("明るさ"),
            Tool::Pref(Pref::Language(_)) => text("ことば"),
            Tool::VolumeOff => text("なし"),
            Tool::Item(item) => self::item(*item),
            Tool::LampIs(LampColour::Red) => brief("ランプは赤ですか", "赤ですか"),
            Tool::LampIs(LampColour::Amber) => brief("ランプは黄ですか", "黄ですか"),
            Tool::LampIs(LampColour::Green) => brief("ランプは緑ですか", "緑ですか"),
            Tool::ReaderState { state: ReaderState::Absent, .. } => {
                brief("リーダーがつながっていません", "つながっていません")
            }
            Tool::ReaderState { state: ReaderState::Fault, .. } => {
                brief("リーダーが応答しません", "応答しません")
            }
            Tool::ReaderState { state: ReaderState::Ready, card: true } => {
                brief("カードがあります\n取ってください", "カードあり")
            }
            Tool::ReaderState { state: ReaderState::Ready, card: false } => {
                brief("カードを\n置いてみてください", "カードを置く")
            }
            Tool::Scans(count) => brief(format!("スキャン {count}回"), format!("券{count}")),
        }
    }

    fn verdict(&self, key: &Verdict) -> Text {
        match key {
            Verdict::NotCoveredUnder => text("資格は有効"),
            Verdict::NewerUnder => brief("新しい資格あり", "新資格あり"),
            Verdict::InvalidSay => brief("別の方法で資格を確認してください", "別の方法で確認"),
            Verdict::NewerSay => brief("新しい保険の資格を確認してください", "新しい資格を確認"),
            Verdict::NoMatchSay => {
                brief("資格が見つかりません。\n別の方法で確認してください。", "資格なし\n別の方法で確認")
            }
            Verdict::MultipleSay => brief(
                "資格が一つに決まりません。\n別の方法で確認してください。",
                "一つに決まりません\n別の方法で確認",
            ),
            Verdict::TooOldUnder => text("時間切れ"),
            Verdict::Details => brief("資格の詳細", "詳細"),
            Verdict::NoName => text("（氏名の回答なし）"),
            Verdict::Substituted => brief("●は表示できない字：カナで確認", "●字なし"),
            Verdict::Variant => brief("異体字は標準の字形で表示", "標準字形"),
            Verdict::InvalidMark => text("別の証明へ"),
            Verdict::NewerMark => text("新資格あり"),
            Verdict::Coverage(Coverage::Covered) => text("契約あり"),
            Verdict::Coverage(Coverage::OtherPurpose) => brief("この目的の契約なし", "この目的は契約外"),
            Verdict::Coverage(Coverage::NotListed) => brief("契約一覧にない保険者", "一覧にない保険者"),
            Verdict::Coverage(Coverage::NoList) => brief("契約一覧がありません", "契約不明"),
            Verdict::CoverageMark(Coverage::Covered) => text("契約あり"),
            Verdict::CoverageMark(Coverage::OtherPurpose) => text("目的外"),
            Verdict::CoverageMark(Coverage::NotListed) => text("一覧外"),
            Verdict::CoverageMark(Coverage::NoList) => text("契約不明"),
        }
    }

    fn outcome(&self, outcome: Outcome) -> OutcomeWords {
        let same = |word| OutcomeWords { title: text(word), late: text(word), list: text(word), tally: word };
        match outcome {
            Outcome::Valid => same("有効"),
            Outcome::NotCovered => OutcomeWords {
                late: brief("有効・契約なし", "資格有効契約なし"),
                tally: "契約無",
                ..same("契約なし")
            },
            Outcome::Invalid => same("無効"),
            Outcome::InvalidNewer => OutcomeWords {
                title: text("無効"),
                late: brief("無効（新しい資格あり）", "無効・新資格あり"),
                list: brief("無効・新資格", "新資格"),
                tally: "新資格",
            },
            Outcome::NoMatch => OutcomeWords { tally: "該当無", ..same("該当なし") },
            Outcome::Multiple => {
                OutcomeWords {
                    list: brief("複数該当", "複数"), tally: "複数", ..same("複数該当")
                }
            }
            Outcome::Refused => {
                OutcomeWords {
                    list: brief("確認不可", "不可"), tally: "不可", ..same("確認不可")
                }
            }
            Outcome::TooOld => OutcomeWords {
                title: text("確認不可"),
                late: brief("確認不可（時間切れ）", "時間切れ"),
                list: brief("時間切れ", "時間切"),
                tally: "時間切",
            },
            Outcome::Inconsistent => {
                OutcomeWords {
                    list: brief("取得失敗", "失敗"), tally: "失敗", ..same("取得失敗")
                }
            }
        }
    }
}

fn list(of: ChoiceOf) -> Text {
    match of {
        ChoiceOf::Staff => brief("だれが使いますか", "使う人"),
        ChoiceOf::Site => brief("今日の会場", "会場"),
        ChoiceOf::Method => brief("今日の本人認証", "本人認証"),
        ChoiceOf::Purpose => brief("今日の目的", "目的"),
        ChoiceOf::Menu => text("メニュー"),
        ChoiceOf::Checks => brief("受付をさがす", "受付一覧"),
        ChoiceOf::Prefs => text("画面と音"),
        ChoiceOf::WithoutCard => brief("カードなしの受付", "カードなし"),
    }
}

fn menu(item: MenuItem) -> Text {
    match item {
        MenuItem::LookBack => text("受付をさがす"),
        MenuItem::WithoutCard => brief("カードなしの受付", "カードなし"),
        MenuItem::Day => text("会場・方法・目的"),
        MenuItem::Prefs => text("画面と音"),
        MenuItem::Diagnosis => text("機器の点検"),
        MenuItem::EndOfDay => text("一日の終わり"),
        MenuItem::AddStaff => text("職員の追加"),
        MenuItem::Lock => text("交代・ロック"),
    }
}

fn item(item: DiagnosisItem) -> Text {
    match item {
        DiagnosisItem::Reader => text("リーダー"),
        DiagnosisItem::ExtendedApdu => text("拡張APDU"),
        DiagnosisItem::PinPad => brief("リーダーのキー", "ﾘｰﾀﾞｰｷｰ"),
        DiagnosisItem::Software => text("版"),
        DiagnosisItem::Address => text("アドレス"),
        DiagnosisItem::Line => text("回線"),
        DiagnosisItem::Disk => text("ディスク"),
        DiagnosisItem::Temperature => text("温度"),
        DiagnosisItem::Power => text("電源"),
        DiagnosisItem::Clock => text("時計"),
        DiagnosisItem::CentreCertificate => brief("センター証明書", "証明書"),
        DiagnosisItem::FleetCertificate => brief("本部証明書", "本部証"),
        DiagnosisItem::Broker => brief("本部との接続", "本部"),
        DiagnosisItem::Book => text("確認番号"),
        DiagnosisItem::Journal => text("記録"),
        DiagnosisItem::Keypad => text("テンキー"),
        DiagnosisItem::Scanner => brief("スキャナー", "スキャナ"),
        DiagnosisItem::Display => text("画面"),
        DiagnosisItem::Buttons => text("ボタン"),
        DiagnosisItem::Speech => brief("読み上げ", "読上げ"),
    }
}

/// Another proof, and its mark in lists.
fn fallback(kind: FallbackKind) -> (Text, &'static str) {
    match kind {
        FallbackKind::MynaPortal => (brief("マイナポータル画面", "マイナポータル"), "ポータル"),
        FallbackKind::Notice => (brief("資格情報のお知らせ", "お知らせ"), "お知らせ"),
        FallbackKind::Certificate => (text("資格確認書"), "確認書"),
        FallbackKind::Later => (text("後日確認"), "後日"),
    }
}

/// An age in minutes, in the largest unit that is precise enough.
fn age(minutes: u64) -> String {
    match minutes {
        0..60 => format!("{minutes}分"),
        60..2880 => format!("{}時間", minutes / 60),
        _ => format!("{}日", minutes / 1440),
    }
}
