//! Requests and responses, without sockets.

use crate::failure::Format;

/// An HTTP request, read whole.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// Path and query, as in the request line: `/123456789012/orders?Action=…`.
    pub target: &'a str,
    /// Names in any case, and values. The authority of an HTTP/2 request stands here as `host`.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The body.
    pub body: &'a [u8],
}

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// 200, 400, …
    pub status: u16,
    /// Names and values, `content-length` among them.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl<'a> Request<'a> {
    /// The first header of this name, written in lower case here, if it is a text.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(value).ok().map(str::trim)
    }

    /// The path, without the query.
    pub fn path(&self) -> &'a str {
        self.target
            .split_once('?')
            .map_or(self.target, |(path, _query)| path)
    }

    /// The query, without the `?`; empty if there is none.
    pub fn query(&self) -> &'a str {
        self.target.split_once('?').map_or("", |(_path, query)| query)
    }
}

impl Response {
    /// A response with the headers that every answer has.
    pub(crate) fn new(status: u16, format: Format, request_id: &str, body: Vec<u8>) -> Self {
        let content_type = match format {
            Format::Json => "application/x-amz-json-1.0",
            Format::Xml => "text/xml",
            Format::Tree => "application/json",
        };
        let headers = vec![
            ("x-amzn-RequestId", request_id.to_owned()),
            ("Content-Type", content_type.to_owned()),
            ("content-length", body.len().to_string()),
        ];
        Self {
            status,
            headers,
            body,
        }
    }

    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
