//! The commands that are of use for the selected part, one button each.

use std::rc::Rc;

use studio::words::Terminal as Words;
use yew::prelude::*;

use super::session::Action;
use crate::bridge::ask::{Question, Said};
use crate::engine::{News, use_engine};
use crate::focus;
use crate::state::{use_drawing, use_selected, use_words};

#[derive(Properties, PartialEq)]
pub(super) struct OffersProps {
    pub(super) act: Callback<Action>,
}

/// See the module.
#[component]
pub(super) fn Offers(props: &OffersProps) -> Html {
    let (words, engine) = (use_words(), use_engine());
    let (selected, drawing) = (use_selected(), use_drawing());
    let offers = use_state_eq(Vec::<String>::new);
    let part = selected.single_part();
    let name = part.map(|part| drawing.name(words.0, part));
    use_effect_with((part, name), {
        let offers = offers.setter();
        move |(part, _)| {
            offers.set(Vec::new());
            let subscription = part.map(|part| {
                let asker = engine.ask(Question::Offers { part });
                engine.on_news(move |news| {
                    if let News::Told(told, said) = news
                        && *told == asker
                        && let Said::Offers(commands) = &**said
                    {
                        offers.set(commands.clone());
                    }
                })
            });
            move || drop(subscription)
        }
    });
    html! {
        <div class="terminal-offers" role="group" aria-label={words.say(Words::Offers)}>
            { for offers.iter().map(|command| {
                let (act, command) = (props.act.clone(), Rc::new(command.clone()));
                let label = command.split(' ').nth(2).unwrap_or_default().to_owned();
                let put = {
                    let command = Rc::clone(&command);
                    move |_: MouseEvent| {
                        act.emit(Action::Put(command.to_string()));
                        focus::later("#terminal-prompt");
                    }
                };
                html! { <button type="button" class="button quiet" title={command.to_string()} onclick={put}>{ label }</button> }
            }) }
        </div>
    }
}
