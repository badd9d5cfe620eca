//! What `decouple help` says.

pub(crate) const TEXT: &str = "\
Decouple runs sketches of AWS messaging, as the page does, with the same result.

  decouple scenes [--json]                 list the scenes
  decouple run SKETCH [--seed N] [--until TIME] [--json]
                                           run a sketch; print metrics, guarantees and hash
      [--branch NAME]                      another branch than the one that the sketch shows
      [--next PART]                        and go on to the next event of a part
      [--biography MESSAGE]                and all that happened to a message, and why
  decouple search SKETCH --guarantee GUARANTEE [--seed N] [--seeds N] [--until TIME] [--json]
                                           look for a seed, from N on, that breaks a guarantee, and
                                           for the smallest run that still does
  decouple check SKETCH                    tell whether a sketch can be opened
  decouple serve [SKETCH]                  run a sketch, or an empty world, in real time behind an endpoint
                                           that real clients take for AWS's (docs/serve.md)
      [--port 4566] [--host 127.0.0.1]     where; other hosts than this one reach it only with --host
      [--speed 1]                          0.001 to 1000: how fast its time goes
      [--account 000000000000] [--region us-east-1]
                                           whose the queues are, and where
      [--record FILE]                      keep what clients do, as a file that runs again
      [--watch] [--page dist]              serve the page, too, which shows what happens there
      [--constant BYTES]                   answer so many bytes to everything, to measure the rest
  decouple facts [--json]                  run every scene and tell whether it shows its facts
  decouple bench [--full]                  measure the engine beside the least work that could be done;
                                           with --full also with ten million messages (4 GB)
  decouple help                            this text
  decouple --version                       the version

SKETCH is a file (*.decouple.json), a link, the id of a scene, or - for the standard input.
MESSAGE is its number, or its name as it is printed, such as m-0012 or \"m-0012 of Orders\".
GUARANTEE is nothing-lost, at-least-once, at-most-once, in-order-per-group, dlq-empty or
oldest-under=TIME.
TIME is a length of time from the start, such as 90s, 10m or 1h30m. Without it a run goes on to the
end of the scene's story, to the moment that a file or link shows, or to 5 minutes.

Exit codes: 0 all is well, 1 something is wrong with the sketch or a fact does not show,
or a search has found something, 2 not understood.
";
