//! The palette and quick-add.

phrases! {
    /// The palette and quick-add.
    pub enum Palette {
        Find,
        Apps,
        QueuesAndTopics,
        NothingFound,
        HowToPlace,
        Armed,
        Unnamed,
        Clients,
        CreatedQueue,
        QuickAdd,
        QuickAddLinked,
        Producer,
        Workers,
        WebServer,
        SqsStandard,
        SqsFifo,
        ProducerHint,
        WorkersHint,
        WebServerHint,
        SqsStandardHint,
        SqsFifoHint,
    }
}
