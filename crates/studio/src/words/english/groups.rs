//! English: the headings in the inspector.

use crate::words::FieldGroup;

pub(super) const fn text(text: FieldGroup) -> &'static str {
    match text {
        FieldGroup::Pattern => "Pattern",
        FieldGroup::Message => "Message",
        FieldGroup::Calls => "Calls",
        FieldGroup::Polling => "Polling",
        FieldGroup::Work => "Work",
        FieldGroup::Failures => "Failures",
        FieldGroup::Scaling => "Auto Scaling",
        FieldGroup::Heartbeat => "Heartbeat (ChangeMessageVisibility)",
        FieldGroup::Capacity => "Capacity",
        FieldGroup::Attributes => "Attributes",
        FieldGroup::Redrive => "RedrivePolicy",
        FieldGroup::AtLeastOnce => "At least once",
        FieldGroup::Fifo => "FIFO",
        FieldGroup::Forward => "With the arrow",
        FieldGroup::Backward => "Against the arrow",
    }
}
