"""What a host should send with every file of the site: the policy again, with what a page cannot say of itself.

One table. `_headers` is read by Netlify, Cloudflare Pages and others, `.htaccess` by Apache; both are written into the site.
`docs/maintaining/publishing.md` has the same for nginx and Caddy.
"""

from rex.site.policy import POLICY, REFERRER

# What the pages never use, so that no script could.
_UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")

HEADERS: dict[str, str] = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": REFERRER,
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
}


def header_files() -> dict[str, str]:
    """The files for hosts that read their headers from the site, by path below its root."""
    lines = [f"  {name}: {value}" for name, value in HEADERS.items()]
    apache = [f'  Header always set {name} "{value}"' for name, value in HEADERS.items()]
    return {
        "_headers": "\n".join(["/*", *lines]) + "\n",
        ".htaccess": "\n".join(["<IfModule mod_headers.c>", *apache, "</IfModule>"]) + "\n",
    }


def nginx() -> str:
    """The same for a `server` of nginx."""
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in HEADERS.items())


def caddy() -> str:
    """The same for a site of Caddy."""
    return "header {\n" + "".join(f'  {name} "{value}"\n' for name, value in HEADERS.items()) + "}\n"
