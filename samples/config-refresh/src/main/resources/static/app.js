// The page shows what the application has bound, and hears of it by server-sent events.

const RECONNECT = 1000;
const CHANGES = 20;
const $ = (id) => document.getElementById(id);
let last;

function connect() {
	const stream = new EventSource("events");
	stream.addEventListener("shop", (event) => {
		show(JSON.parse(event.data));
		state("live", "Live");
	});
	stream.addEventListener("change", (event) => showChange(JSON.parse(event.data)));
	stream.onerror = () => {
		stream.close();
		state("connecting", "Reconnecting");
		setTimeout(connect, RECONNECT);
	};
}

function state(name, text) {
	$("status").dataset.state = name;
	$("status").querySelector(".text").textContent = text;
}

function show(shop) {
	$("banner").textContent = shop.banner;
	$("discount").textContent = `${shop.discount} % off`;
	$("discount").hidden = shop.discount === 0;
	const price = (cents) => `${(cents / 100).toFixed(2)} ${shop.currency}`;
	$("products").replaceChildren(...shop.products.map((product) => {
		const item = document.createElement("li");
		item.append(text("what", product.name), text("price", price(product.cents)));
		if (last && last.discount !== shop.discount) {
			item.classList.add("flash");
		}
		return item;
	}));
	document.querySelectorAll("form.setting").forEach((form) => {
		const input = form.elements.value;
		if (input !== document.activeElement) {
			input.value = shop[form.dataset.name];
		}
	});
	last = shop;
}

function text(kind, content) {
	const span = document.createElement("span");
	span.className = kind;
	span.textContent = content;
	return span;
}

function showChange(change) {
	$("quiet").hidden = true;
	const item = document.createElement("li");
	item.append(text("name", change.properties.join(", ")), text("revision quiet", `rev ${change.revision}`),
			text("quiet", new Date(change.time).toLocaleTimeString([], { hour12: false })));
	$("events").prepend(item);
	[...$("events").children].slice(CHANGES).forEach((old) => old.remove());
}

document.querySelectorAll("form.setting").forEach((form) => form.addEventListener("submit", async (event) => {
	event.preventDefault();
	$("message").textContent = "";
	const response = await fetch(`settings/${form.dataset.name}`, {
		method: "PUT",
		headers: { "Content-Type": "text/plain" },
		body: form.elements.value.value,
	}).catch(() => undefined);
	if (!response?.ok) {
		const problem = await response?.json().catch(() => undefined);
		$("message").textContent = problem?.detail ?? "The application does not answer.";
	}
}));

connect();
