/// One payload for each way we know to smuggle code through a filter.
let hostilePayloads: [String] = [
    // Script elements and their spellings.
    "<script>alert(1)</script>", "<SCRIPT SRC=//x.example/a.js></SCRIPT>", "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<<script>alert(1)//<</script>", "<script>alert(1)",
    "<script src=//x.example/a.js", "<script\t>alert(1)</script\n>", "<script>a='</script x'</script><b>x</b>",
    "\u{FEFF}<script>alert(1)</script>", "<script\u{0}>alert(1)</script>", "<s\u{0}cript>alert(1)</s\u{0}cript>",
    // Event handlers.
    "<img src=x onerror=alert(1)>", "<img src=x OnErRoR='alert(1)'>", "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>", "<img src=\"x\"onerror=\"alert(1)\">", "<b onmouseover=alert(1)>x</b>",
    "<body onload=alert(1)>", "<details open ontoggle=alert(1)>x</details>", "<a href=# onclick=alert(1)>x</a>",
    "<input autofocus onfocus=alert(1)>", "<input type=checkbox onclick=alert(1)>", "<p onpointerenter=alert(1)>x",
    "<img src=x:x onerror\u{0C}=alert(1)>", "<img =x onerror=alert(1)>", "<img src='x' title='\"><script>alert(1)</script>'>",
    // Addresses.
    "<a href=javascript:alert(1)>x</a>", "<a href='JaVaScRiPt:alert(1)'>x</a>", "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>", "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>", "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>", "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>", "<a href='java&NewLine;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>", "<a href='\u{1}javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "<img src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)' href='https://a.example'>x</a>", "<a href='https://a' href='javascript:alert(1)'>x</a>",
    "<a href=`javascript:alert(1)`>x</a>", "<a href='feed:javascript:alert(1)'>x</a>", "<a href='blob:x'>x</a>",
    "<a xlink:href='javascript:alert(1)'>x</a>", "<q cite='javascript:alert(1)'>x</q>",
    "<a href='jav&#x0A;ascript&#58alert(1)'>x</a>",
    // Elements that load, submit or replace the page.
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=x.swf></object>",
    "<embed src=x.swf>", "<base href=//x.example/>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//x.example/a.css>", "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>", "<frameset onload=alert(1)>", "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>", "<isindex action=javascript:alert(1) type=image>", "<marquee onstart=alert(1)>x</marquee>",
    "<applet code=x></applet>", "<portal src=x></portal>", "<table background='javascript:alert(1)'><td>x</table>",
    // Style.
    "<style>@import '//x.example/a.css';</style>", "<p style='background:url(javascript:alert(1))'>x</p>",
    "<div style=\"width:expression(alert(1))\">x</div>", "<style><img src=x onerror=alert(1)></style>",
    // Foreign content and parser switches.
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>", "<math href=javascript:alert(1)>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<title><img src=x onerror=alert(1)></title>",
    "<textarea></textarea><img src=x onerror=alert(1)>", "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>", "<template><script>alert(1)</script></template>",
    "<select><style></select><img src=x onerror=alert(1)></style>", "<noembed><img title='</noembed><img src onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    // Comments and declarations.
    "<!--><img src=x onerror=alert(1)>-->", "<!---><img src=x onerror=alert(1)>-->", "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>", "<!DOCTYPE x [<!ENTITY y '<script>'>]>", "<?xml version='1.0'?><img src=x onerror=alert(1)>",
    "<!-- <img src=x onerror=alert(1)>", "<!--[if IE]><script>alert(1)</script><![endif]-->", "</ <img src=x onerror=alert(1)>",
    // Broken quoting and nesting.
    "<a title='<img src=x onerror=alert(1)>'>x</a>", "<b title=\"</b><script>alert(1)</script>\">x</b>",
    "<a\u{A0}href=javascript:alert(1)>x</a>", "<p/><q/><b/><i/>", "</p></p><b><i></b></i>", "<a href=\"x", "<a <b <i href=x>",
    "<b id=cookie name=cookie>x</b>", "<img name=getElementById src=x>", "<a href='x' target=_blank rel=opener>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;script&amp;gt;", "<\u{130}mg src=x onerror=alert(1)>", "<ımg onerror=x>",
]
