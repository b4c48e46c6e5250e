exports.handler = async event => ({ title: event.title, count: event.stars.length });
