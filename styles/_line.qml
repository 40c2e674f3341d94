<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="0" minScale="100000000" maxScale="0" simplifyDrawingHints="1" simplifyDrawingTol="1" labelsEnabled="1">
 <renderer-v2 type="categorizedSymbol" enableorderby="0" forceraster="0" symbollevels="0" attr="stage">
  <categories>
   <category symbol="0" value="approved" label="立项" render="true" />
   <category symbol="1" value="under_construction" label="实施" render="true" />
   <category symbol="2" value="accepted" label="验收" render="true" />
   <category symbol="3" value="maintained" label="管护" render="true" />
   <category symbol="4" value="" label="其他" render="true" />
  </categories>
  <symbols>
   <symbol type="line" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="85,85,85,255" />
      <Option name="line_style" type="QString" value="dot" />
      <Option name="line_width" type="QString" value="0.5" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="line" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="255,255,255,255" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="line_width" type="QString" value="0.9" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="round" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="85,85,85,255" />
      <Option name="line_style" type="QString" value="dash" />
      <Option name="line_width" type="QString" value="0.7" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="flat" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="line" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="255,255,255,255" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="line_width" type="QString" value="1.1" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="round" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="85,85,85,255" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="line_width" type="QString" value="0.8" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="round" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="line" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="49,49,49,255" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="line_width" type="QString" value="1.4" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="round" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="85,85,85,255" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="line_width" type="QString" value="0.8" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="round" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
   <symbol type="line" name="4" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" type="QString" value="154,154,154,255" />
      <Option name="line_style" type="QString" value="solid" />
      <Option name="line_width" type="QString" value="0.6" />
      <Option name="line_width_unit" type="QString" value="MM" />
      <Option name="capstyle" type="QString" value="round" />
      <Option name="joinstyle" type="QString" value="round" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="coalesce(&quot;project_name&quot;, &quot;project_code&quot;)" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="9" fontSizeUnit="Point" textColor="49,49,49,255" fontWeight="50" multilineHeight="0.8" namedStyle="Regular">
    <families>
     <family name="Noto Sans CJK SC" />
     <family name="Source Han Sans SC" />
     <family name="Microsoft YaHei" />
     <family name="PingFang SC" />
     <family name="WenQuanYi Micro Hei" />
     <family name="SimHei" />
    </families>
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,215" bufferOpacity="1" bufferJoinStyle="128" />
   </text-style>
   <text-format multilineAlign="1" autoWrapLength="0" />
   <placement placement="2" priority="7" dist="1.2" distUnits="MM" centroidInside="1" placementFlags="9" offsetType="1" fitInPolygonOnly="0" />
   <rendering drawLabels="1" scaleVisibility="1" scaleMax="1000000" scaleMin="0" obstacle="0" fontLimitPixelSize="0" labelPerPart="0" mergeLines="1" />
  </settings>
 </labeling>
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
